#include "commands/status/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/incident/render.hpp"
#include "commands/incident/words.hpp"
#include "commands/render.hpp"
#include "commands/status/trouble.hpp"

namespace hotwatch::status
{

namespace
{
constexpr std::size_t most_parked = 5;

std::string how_many(std::size_t count, std::string_view one, std::string_view many)
{
    return count == 1 ? fmt::format("1 {}", one) : fmt::format("{} {}", count, many);
}

std::string incidents_sentence(const Overview& overview)
{
    const auto& open = overview.open;
    if (open.empty())
        return "No incident is open.";
    const auto worst = blocks::severity(open.front().incident.severity);
    if (overview.open_count == 1)
        return fmt::format("1 open incident, {}.", worst);
    const bool is_exact = overview.open_count < SomeIncidents::most_counted;
    return fmt::format("{}{} open incidents, the worst {}.", is_exact ? "" : "At least ", overview.open_count, worst);
}

/// The one line of overall health. What breaks promises now comes first, be it the service or Hotwatch itself.
std::string health_line(const Overview& overview, Gravity gravity)
{
    const auto incidents = incidents_sentence(overview);
    if (!overview.vitals.is_running)
        return fmt::format("⚠️ *No Hotwatch is running:* nothing is posted and nobody is reminded. {}", incidents);
    if (gravity == Gravity::trouble)
        return fmt::format("❌ *Hotwatch is in trouble.* {}", incidents);
    if (overview.open.empty())
        return gravity == Gravity::none ? "✅ *All is well.* No incident is open, and Hotwatch works."
                                        : "⚠️ *Hotwatch needs attention.* No incident is open.";
    return fmt::format("*{}* Hotwatch {}.", incidents, gravity == Gravity::none ? "itself works" : "needs attention");
}

std::string health(const Overview& overview)
{
    const auto troubles = overview.vitals.is_running ? troubles_of(overview) : std::vector<Trouble>{};
    auto text = health_line(overview, gravity_of(troubles));
    for (const auto& trouble : troubles)
        text += "\n• " + trouble.text;
    return text;
}

std::string shown(const Holder& holder, bool may_mention)
{
    if (holder.name.empty())
        return "nobody";
    return may_mention && !holder.user.empty() ? blocks::mention(holder.user) : blocks::escape(holder.name);
}

std::string on_call(const Overview& overview)
{
    const auto& holders = overview.on_call;
    if (holders == OnCall{})
        return fmt::format("*On call:* nobody. `{}` says who is next.", overview.oncall_command);
    return fmt::format("*On call:* {}, backup {}, manager {}", shown(holders.primary, overview.may_mention),
                       shown(holders.backup, overview.may_mention), shown(holders.manager, overview.may_mention));
}

std::string incidents(const Overview& overview)
{
    std::string text;
    for (const auto& view : overview.open)
        text += "\n" + incident::render_list_entry(view, overview.now);
    if (const auto more = incident::and_more({{}, overview.open_count}, overview.open.size()); !more.empty())
        text += fmt::format("{}: `{} list`", more, overview.incident_command);
    return text;
}

std::string link(const LinkVitals& link)
{
    if (link.live == 0)
        return fmt::format("*Slack:* not connected since {}", blocks::date(link.since));
    return fmt::format("*Slack:* connected since {}, {}, Slack counts {}", blocks::date(link.since),
                       how_many(static_cast<std::size_t>(link.live), "socket", "sockets"), link.slack_counts);
}

std::string size(std::int64_t bytes)
{
    constexpr std::array units{"kB", "MB", "GB", "TB"};
    double amount = static_cast<double>(bytes) / 1'000;
    std::size_t unit = 0;
    for (; amount >= 1'000 && unit + 1 < units.size(); ++unit)
        amount /= 1'000;
    return fmt::format("{:.{}f} {}", amount, amount < 10 ? 1 : 0, units.at(unit));
}

std::string store(const Overview& overview)
{
    const auto& store = overview.vitals.store;
    auto text = fmt::format("*Store:* {}, {}", store.full_since ? "does not write" : "writes", size(store.bytes));
    if (store.free_bytes > 0)
        text += fmt::format(", {} free on its disk", size(store.free_bytes));
    if (overview.backed_up)
        return text + fmt::format(". Newest backup: {}, {} old", blocks::date(*overview.backed_up),
                                  blocks::duration(overview.now - *overview.backed_up));
    return text + ". No backup yet: `hotwatch backup FILE`";
}

std::string outbox(const Overview& overview)
{
    if (overview.owed == 0)
        return "*Owed to Slack:* nothing";
    auto text =
        fmt::format("*Owed to Slack:* {}", how_many(static_cast<std::size_t>(overview.owed), "message", "messages"));
    if (overview.oldest_owed)
        text += fmt::format(", the oldest for {}", blocks::duration(overview.now - *overview.oldest_owed));
    return text;
}

std::string late(milliseconds length)
{
    return length < seconds{1} ? fmt::format("{} ms", length.count()) : blocks::duration(length);
}

std::string punctuality(const Lateness& day)
{
    if (day.count == 0)
        return "*Punctuality:* nothing fell due in the last 24 h";
    if (day.count == 1)
        return fmt::format("*Punctuality:* 1 reminder in the last 24 h, {} late", late(day.worst));
    return fmt::format(
        "*Punctuality:* {} reminders in the last 24 h; half within {}, 99 % within {}, the worst {} late", day.count,
        late(day.median), late(day.p99), late(day.worst));
}

/// Slack's reason in words; its own word only where we have none for it.
std::string reason_of(const Call& call)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> known{{
        {"is_archived", "the channel is archived"},
        {"channel_not_found", "there is no such channel, or Hotwatch is not in it"},
        {"not_in_channel", "Hotwatch is not in the channel"},
        {"restricted_action", "a setting of the workspace forbids posting there"},
        {"user_not_found", "there is no such person in this workspace"},
        {"account_inactive", "the account is deactivated"},
        {"cannot_dm_bot", "it was addressed to an app"},
        {"msg_too_long", "it was too long"},
        {"missing_scope", "Hotwatch lacks the permission; `hotwatch check` says which"},
    }};
    if (call.is_unclear())
        return "no answer came, so it may have arrived or not";
    // "call 7, which it follows, was not done: is_archived" is about the channel just as well.
    const std::string_view code{std::string_view{call.error}.substr(call.error.rfind(' ') + 1)};
    for (const auto& [error, words] : known)
        if (code == error)
            return std::string{words};
    return fmt::format("Slack refused it ({})", blocks::escape(call.error));
}

std::string parked(const Overview& overview)
{
    const auto& calls = overview.parked;
    auto text = fmt::format("*Not posted:* {}", count_of(calls));
    for (std::size_t i = 0; i < calls.size() && i < most_parked; ++i)
    {
        const auto& call = calls[i];
        text += fmt::format("\n• no. {}, {}{}of {}: {}", call.id,
                            call.is_message() ? "" : fmt::format("{}, ", blocks::escape(call.method)),
                            call.subject != 0 ? fmt::format("for INC-{}, ", call.subject) : "",
                            blocks::date(call.created_at), reason_of(call));
    }
    if (calls.size() > most_parked)
        text += fmt::format("\n… and {} more", calls.size() - most_parked);
    const auto id = calls.front().id;
    return text + fmt::format("\nAdmins: `{0} retry {1}` sends one again, `{0} drop {1}` lets it go.",
                              overview.status_command, id);
}
}  // namespace

std::string count_of(const std::vector<Call>& calls)
{
    return std::ranges::all_of(calls, &Call::is_message) ? how_many(calls.size(), "message", "messages")
                                                         : how_many(calls.size(), "request", "requests");
}

Message render(const Overview& overview)
{
    std::string text;
    if (!overview.asked_about.empty())
        text =
            fmt::format("This version does not watch single services, \"{}\" among them; a later one will. Overall:\n",
                        one_line(overview.asked_about));
    text += health(overview) + "\n" + on_call(overview) + incidents(overview);
    if (overview.vitals.is_running)
        text += "\n" + link(overview.vitals.link);
    text += "\n" + store(overview) + "\n" + outbox(overview) + "\n" + punctuality(overview.last_day);
    if (!overview.parked.empty())
        text += "\n" + parked(overview);
    return incident::say(text);
}

}  // namespace hotwatch::status
