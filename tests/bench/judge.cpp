#include "tests/bench/judge.hpp"

#include <fmt/format.h>

#include <map>

#include "tests/bench/load.hpp"

namespace bench
{

namespace
{
using slack_sim::Ledger;

/// The first of its kind in full, the others counted.
class Faults
{
  public:
    explicit Faults(std::string who) : who_(std::move(who)) {}
    void add(const std::string& kind, const std::string& what)
    {
        auto& [first, count] = kinds_[kind];
        if (count++ == 0)
            first = what;
    }
    [[nodiscard]] std::vector<std::string> all() const
    {
        std::vector<std::string> lines;
        for (const auto& [kind, seen] : kinds_)
            lines.push_back(fmt::format("{}: {} {}, the first: {}", who_, seen.second, kind, seen.first));
        return lines;
    }

  private:
    std::string who_;
    std::map<std::string, std::pair<std::string, std::size_t>> kinds_;
};

bool says(const Ledger::Envelope& envelope, std::string_view words)
{
    return envelope.ack_payload.is_object() && envelope.ack_payload.dump().find(words) != std::string::npos;
}

std::size_t judge_envelopes(const Ledger& ledger, Faults& faults)
{
    std::map<std::string, int> acks;  // by what happened: a command whose socket died comes in a second envelope
    std::size_t late = 0;
    for (const auto& envelope : ledger.envelopes)
    {
        acks[envelope.key] += envelope.acks;
        if (envelope.acks == 0)
            continue;
        // Two seconds without a commit: the verdict follows by response_url (design, "Answers").
        const bool is_put_off = says(envelope, "Still storing");
        if (is_put_off || !envelope.in_time)
            ++late;
        if (report_in(envelope.what) != 0 && !is_put_off && !says(envelope, "INC-"))
            faults.add("declarations refused", envelope.ack_payload.dump().substr(0, 200));
    }
    for (const auto& [key, count] : acks)
        if (count == 0)
            faults.add("envelopes without an acknowledgement", key);
    for (const auto& violation : ledger.violations)
        faults.add("breaches of Slack's rules", violation);
    return late;
}

/// Whoever is asked to acknowledge is told the title too, in a message of their own.
bool asks_somebody(std::string_view text)
{
    return text.find("Please acknowledge") != std::string_view::npos;
}

void judge_cards(const Ledger& ledger, Faults& faults)
{
    std::map<std::size_t, int> cards;
    for (const auto& envelope : ledger.envelopes)
        if (const auto report = report_in(envelope.what); report != 0)
            cards[report];
    for (const auto& post : ledger.posts)
        if (const auto card = cards.find(report_in(post.text));
            card != cards.end() && post.thread_ts.empty() && !asks_somebody(post.text))
            ++card->second;
    for (const auto& [report, count] : cards)
        if (count != 1)
            faults.add(count == 0 ? "cards lost" : "cards posted twice", fmt::format("customer report {:08}", report));
}
}  // namespace

Judgement judge(Candidate& candidate)
{
    return candidate.with(
        [&](const slack_sim::Sim& sim)
        {
            Faults faults{candidate.program().name};
            Judgement judgement;
            judgement.late = judge_envelopes(sim.ledger(), faults);
            if (candidate.program().posts_cards)
                judge_cards(sim.ledger(), faults);
            judgement.faults = faults.all();
            return judgement;
        });
}

}  // namespace bench
