#include "commands/status/trouble.hpp"

#include <fmt/format.h>

#include "commands/blocks.hpp"

namespace hotwatch::status
{

namespace
{
constexpr seconds connects_within{30};  // at start: no trouble yet
constexpr seconds owed_for_long{60};

void judge_store(const Overview& overview, std::vector<Trouble>& found)
{
    const auto& store = overview.vitals.store;
    if (!store.lost_rows.empty())
        found.push_back({Gravity::trouble,
                         fmt::format("The store is not the newest one: {}. Restore the newest backup; to go on with "
                                     "what is there, stop Hotwatch and `hotwatch restore` a copy of it.",
                                     blocks::escape(store.lost_rows))});
    if (store.full_since)
        found.push_back(
            {Gravity::trouble,
             fmt::format("The store has not been able to write since {}: its disk is full, and nothing new is "
                         "recorded. Free some space; it goes on by itself.",
                         blocks::date(*store.full_since))});
    else if (store.free_bytes > 0 && store.free_bytes < little_space)
        found.push_back(
            {Gravity::attention, fmt::format("The store's disk has only {} MB left. Free some space before it is full.",
                                             store.free_bytes / 1'000'000)});
}

void judge_link(const Overview& overview, std::vector<Trouble>& found)
{
    const auto& link = overview.vitals.link;
    if (link.live == 0 && overview.now - link.since >= connects_within)
        found.push_back({Gravity::trouble, fmt::format("Not connected to Slack since {}{}", blocks::date(link.since),
                                                       link_trouble(link.trouble))});
    else if (link.live > 0 && !link.trouble.empty())
        found.push_back(
            {Gravity::attention, fmt::format("The connection to Slack has a problem{}", link_trouble(link.trouble))});
    if (link.ghosts > 0)
        found.push_back(
            {Gravity::attention,
             fmt::format("Slack counts {} connections, but Hotwatch holds {}: commands sent to the {} lost. If another "
                         "process uses the same app token, stop it.",
                         link.slack_counts, link.live, link.ghosts == 1 ? "other one are" : "others are")});
}

void judge_slack(const Overview& overview, std::vector<Trouble>& found)
{
    if (const auto& said = overview.slack_trouble)
        found.push_back(
            {Gravity::attention, fmt::format("{} That was {}.", slack_said(said->what), blocks::date(said->at))});
}

void judge_token(const Overview& overview, std::vector<Trouble>& found)
{
    const auto& sender = overview.vitals.sender;
    if (!sender.token_trouble.empty())
        found.push_back({Gravity::trouble,
                         fmt::format("Slack refuses the bot token since {} ({}): nothing goes out, and it is tried "
                                     "again every 5 min. Install the app again, give the new token and restart.",
                                     blocks::date(sender.since), blocks::escape(sender.token_trouble))});
}

void judge_clock(const Overview& overview, std::vector<Trouble>& found)
{
    const auto ahead = overview.vitals.clock.ahead;
    if (ahead != milliseconds{0})
        found.push_back(
            {Gravity::attention,
             fmt::format("Hotwatch's clock is {} {} Slack's, and its reminders and times are off by as much. Let the "
                         "machine keep its time (`timedatectl set-ntp true`), then restart Hotwatch.",
                         blocks::duration(std::chrono::abs(ahead)), ahead > milliseconds{0} ? "ahead of" : "behind")});
}

void judge_outbox(const Overview& overview, std::vector<Trouble>& found)
{
    if (overview.oldest_owed && overview.now - *overview.oldest_owed > owed_for_long && overview.vitals.link.live > 0)
        found.push_back({Gravity::attention, fmt::format("Messages are late: the oldest has waited for {}.",
                                                         blocks::duration(overview.now - *overview.oldest_owed))});
    if (!overview.parked.empty())
        found.push_back(
            {Gravity::attention,
             fmt::format("{} could not be posted in Slack and will not be sent again by {}; tell those concerned "
                         "yourself. {} listed below.",
                         count_of(overview.parked), overview.parked.size() == 1 ? "itself" : "themselves",
                         overview.parked.size() == 1 ? "It is" : "They are")});
}

void judge_backups(const Overview& overview, std::vector<Trouble>& found)
{
    const auto& backup = overview.vitals.backup;
    if (!backup.trouble.empty())
        found.push_back(
            {Gravity::attention, fmt::format("The last backup was not made: {}.", blocks::escape(backup.trouble))});
    else if (backup.every && overview.now - overview.backed_up.value_or(overview.vitals.started_at) > 2 * *backup.every)
        found.push_back(
            {Gravity::attention,
             fmt::format("No backup for {}, though one is due every {}.",
                         blocks::duration(overview.now - overview.backed_up.value_or(overview.vitals.started_at)),
                         blocks::duration(*backup.every))});
}
}  // namespace

std::string link_trouble(std::string_view trouble)
{
    if (trouble.empty())
        return ". It keeps trying; its log says what it waits for.";
    if (trouble == "link_disabled")
        return ": Socket Mode is off. Switch it on in the app's settings.";
    if (trouble == "too_many_websockets")
        return ": other processes use the same app token. Stop them.";
    if (trouble == "ratelimited")
        return ": Slack asks to wait before the next attempt. It goes on by itself.";
    if (trouble.ends_with("_auth") || trouble.starts_with("token_") || trouble == "account_inactive")
        return ": Slack does not accept the app token any more. Install the app again and give the new token.";
    return fmt::format(" ({}). It keeps trying; its log says what it waits for.", blocks::escape(trouble));
}

std::vector<Trouble> troubles_of(const Overview& overview)
{
    std::vector<Trouble> found;
    judge_store(overview, found);
    judge_link(overview, found);
    judge_token(overview, found);
    judge_slack(overview, found);
    judge_clock(overview, found);
    judge_outbox(overview, found);
    judge_backups(overview, found);
    std::ranges::stable_sort(found, std::ranges::greater{}, &Trouble::gravity);
    return found;
}

Gravity gravity_of(const std::vector<Trouble>& troubles)
{
    return troubles.empty() ? Gravity::none : troubles.front().gravity;
}

}  // namespace hotwatch::status
