#include "tests/bench/load.hpp"

#include <fmt/format.h>

#include <charconv>
#include <unordered_map>

namespace bench
{

namespace
{
using slack_sim::Sim;

constexpr std::string_view report_mark = "customer report ";

/// One run of a load. Lives on the simulator's thread, and as long as a timer or the simulator still knows it.
class Running : public std::enable_shared_from_this<Running>
{
  public:
    Running(Candidate& candidate, const Load& load) : candidate_(candidate), load_(load)
    {
        due_.reserve(load.count);
        measured_.ack_ms.resize(load.count);
    }

    std::future<void> done() { return done_.get_future(); }

    void begin(Sim& sim)
    {
        sim.watch({.acked = [self = shared_from_this(), &sim](const std::string& key) { self->acked(sim, key); },
                   .posted = [self = shared_from_this()](const auto& post) { self->posted(post); }});
        began_ = Clock::now();
        if (load_.per_second > 0)
            return send_what_is_due(sim);
        const auto first = load_.in_flight > 0 ? std::min(load_.in_flight, load_.count) : load_.count;
        while (due_.size() < first)
            send(sim, began_);
    }

    Measured end(Sim& sim)
    {
        sim.watch({});
        is_over_ = true;
        return measured_;
    }

  private:
    void send(Sim& sim, Clock::time_point due)
    {
        const auto number = due_.size();
        due_.push_back(due);
        const bool declares = load_.declare_every > 0 && number % load_.declare_every == 0;
        std::string text;
        if (declares)
        {
            const auto report = candidate_.next_report();
            text = fmt::format("declare {} Checkout fails for some customers, {}{:08}", load_.severity, report_mark,
                               report);
            reports_.insert(report);
            ++measured_.declared;
        }
        const auto key = sim.load_slash("ana", "general", declares ? "/incident" : "/oncall", text);
        if (!key.empty())
            waiting_.emplace(key, number);
        ++measured_.sent;
    }

    void send_what_is_due(Sim& sim)
    {
        const auto due_at = [this](std::size_t number)
        {
            return began_ + std::chrono::duration_cast<Clock::duration>(
                                std::chrono::duration<double>{static_cast<double>(number) / load_.per_second});
        };
        while (!is_over_ && due_.size() < load_.count && due_at(due_.size()) <= Clock::now())
            send(sim, due_at(due_.size()));
        if (!is_over_ && due_.size() < load_.count)
            candidate_.server().at(due_at(due_.size()),
                                   [self = shared_from_this()](Sim& slack) { self->send_what_is_due(slack); });
    }

    void acked(Sim& sim, const std::string& key)
    {
        const auto found = waiting_.find(key);
        if (found == waiting_.end())
            return;
        const auto now = Clock::now();
        measured_.ack_ms[found->second] = std::chrono::duration<double, std::milli>{now - due_[found->second]}.count();
        waiting_.erase(found);
        ++measured_.acked;
        measured_.seconds_to_last_ack = std::chrono::duration<double>{now - began_}.count();
        if (load_.in_flight > 0 && due_.size() < load_.count)
            send(sim, now);
        look_whether_done();
    }

    void posted(const slack_sim::Ledger::Post& post)
    {
        if (reports_.erase(report_in(post.text)) == 0)
            return;
        ++measured_.posted;
        measured_.seconds_to_last_card = std::chrono::duration<double>{Clock::now() - began_}.count();
        look_whether_done();
    }

    void look_whether_done()
    {
        const bool owes_cards = candidate_.program().posts_cards && !reports_.empty();
        if (!is_over_ && measured_.acked == load_.count && !owes_cards)
        {
            is_over_ = true;
            done_.set_value();
        }
    }

    Candidate& candidate_;
    Load load_;
    Measured measured_;
    Clock::time_point began_{};
    std::vector<Clock::time_point> due_;                    // of those sent
    std::unordered_map<std::string, std::size_t> waiting_;  // by trigger: their numbers
    std::set<std::size_t> reports_;                         // whose cards are not posted yet
    std::promise<void> done_;
    bool is_over_ = false;
};
}  // namespace

Measured run(Candidate& candidate, const Load& load)
{
    candidate.expect_alive();
    const auto running = std::make_shared<Running>(candidate, load);
    auto done = running->done();
    const auto cpu = candidate.cpu();
    const auto simulator_cpu = candidate.simulator_cpu();
    candidate.act([&](Sim& sim) { running->begin(sim); });
    done.wait_for(load.give_up);
    Measured measured = candidate.with([&](Sim& sim) { return running->end(sim); });
    candidate.expect_alive();
    measured.cpu_seconds = (candidate.cpu() - cpu).count();
    measured.simulator_cpu_seconds = (candidate.simulator_cpu() - simulator_cpu).count();
    candidate.let_settle();
    return measured;
}

std::size_t report_in(std::string_view text)
{
    const auto at = text.find(report_mark);
    if (at == std::string_view::npos)
        return 0;
    std::size_t number = 0;
    std::from_chars(text.data() + at + report_mark.size(), text.data() + text.size(), number);
    return number;
}

}  // namespace bench
