#include "tests/support/load.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace hotwatch::testing
{

namespace
{
constexpr std::string_view mark = "Load ";
constexpr std::size_t marked_length = mark.size() + 6;

/// The "Load 000042" in a text, "" where there is none.
std::string marked(std::string_view text)
{
    const auto begin = text.find(mark);
    return begin == std::string_view::npos ? std::string{} : std::string{text.substr(begin, marked_length)};
}

/// The INC-n of an answer, "" where it names none: an apology, a "still storing", a refusal.
std::string incident_in(const nlohmann::json& answer)
{
    if (!answer.is_object())
        return {};
    const auto text = answer.value("text", std::string{});
    const auto begin = text.find("INC-");
    return begin == std::string::npos ? std::string{}
                                      : text.substr(begin, text.find_first_not_of("0123456789", begin + 4) - begin);
}

/// A command is acknowledged by its answer, an event by the bare acknowledgement.
bool is_accepted(const slack_sim::Ledger::Envelope& envelope)
{
    return envelope.acked && (envelope.kind == "events_api" || !incident_in(envelope.ack_payload).empty());
}

bool asks_somebody(std::string_view text)
{
    return text.find("Please acknowledge") != std::string_view::npos;
}

/// How often each marked line became a fact: declarations as incidents, updates as entries of a timeline.
std::map<std::string, int> facts_of(Book& book)
{
    std::map<std::string, int> facts;
    const auto incidents = book.incidents.count();
    for (std::int64_t id = 1; id <= incidents; ++id)
    {
        ++facts[marked(book.incidents.find(id).value().title)];
        for (const auto& entry : book.incidents.timeline(id))
            if (entry.action == "update")
                ++facts[marked(entry.text)];
    }
    return facts;
}
}  // namespace

void Load::type(slack_sim::Sim& sim, bool is_declaration, std::string_view channel, const std::string& before)
{
    Line line{.is_declaration = is_declaration, .text = fmt::format("{}{:06}", mark, lines_.size())};
    line.envelope = sim.ledger().envelopes.size();
    line.key = sim.types("ana", channel, before + line.text);
    lines_.push_back(std::move(line));
}

void Load::declare(slack_sim::Sim& sim)
{
    type(sim, true, "general", "/incident declare P2 ");
}

void Load::type_one(slack_sim::Sim& sim)
{
    const auto choice = random_() % 4;
    const auto incident = choice < 2 ? std::string{} : some_incident(sim.ledger());
    if (incident.empty())
        declare(sim);
    else if (choice == 2)
        type(sim, false, "general", fmt::format("/incident update {} ", incident));
    else
        type(sim, false, "hotdash-support", fmt::format("@hotwatch update {} ", incident));
}

/// One of the newest fifty declarations, where it was acknowledged.
std::string Load::some_incident(const slack_sim::Ledger& ledger)
{
    if (lines_.empty())
        return {};
    const auto& line = lines_[lines_.size() - 1 - random_() % std::min<std::size_t>(lines_.size(), 50)];
    if (!line.is_declaration || line.key.empty())
        return {};
    const auto& envelope = ledger.envelopes.at(line.envelope);
    return is_accepted(envelope) ? incident_in(envelope.ack_payload) : std::string{};
}

int Load::acknowledged(const slack_sim::Ledger& ledger) const
{
    std::set<std::string> accepted;
    for (const auto& envelope : ledger.envelopes)
        if (is_accepted(envelope))
            accepted.insert(envelope.key);
    int count = 0;
    for (const auto& line : lines_)
        count += accepted.contains(line.key) ? 1 : 0;
    return count;
}

Load::Outcome Load::judge(const slack_sim::Ledger& ledger, Book& book) const
{
    Outcome outcome{.typed = typed(), .acknowledged = acknowledged(ledger)};
    std::set<std::string> accepted;
    for (const auto& envelope : ledger.envelopes)
        if (is_accepted(envelope))
            accepted.insert(envelope.key);
    // A title is told again and again in the thread, and to whoever is asked to acknowledge; what was declared stands
    // in the card, at the channel's top level.
    std::map<std::string, int> posts;
    for (const auto& post : ledger.posts)
        if (const auto text = marked(post.text); post.by_bot && !text.empty() && !asks_somebody(post.text))
        {
            const bool is_update = !lines_.at(std::stoul(text.substr(mark.size()))).is_declaration;
            posts[text] += is_update || post.thread_ts.empty() ? 1 : 0;
        }
    const auto facts = facts_of(book);

    const auto times = [](const std::map<std::string, int>& counted, const std::string& text)
    {
        const auto found = counted.find(text);
        return found == counted.end() ? 0 : found->second;
    };
    for (const auto& line : lines_)
    {
        const int stored = times(facts, line.text);
        const int posted = times(posts, line.text);
        outcome.reached += line.key.empty() ? 0 : 1;
        outcome.stored += stored;
        const bool is_lost = (accepted.contains(line.key) && stored == 0) || posted < stored;
        const bool is_doubled = stored > 1 || posted > std::max(stored, 1);
        outcome.lost += is_lost ? 1 : 0;
        outcome.doubled += is_doubled ? 1 : 0;
        if (is_lost || is_doubled || posted != stored)
            outcome.findings.push_back(fmt::format("{}: {}, stored {} times, posted {} times", line.text,
                                                   accepted.contains(line.key) ? "acknowledged" : "not acknowledged",
                                                   stored, posted));
    }
    return outcome;
}

}  // namespace hotwatch::testing
