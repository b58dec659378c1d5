// A whole bot and a whole Slack on one thread: desk, link and simulator over an in-memory transport, with time that the
// test moves.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>

#include "bot/config.hpp"
#include "bot/desk.hpp"
#include "bot/engine.hpp"
#include "bot/random.hpp"
#include "tests/slack_sim/sim.hpp"
#include "tests/support/fault_vfs.hpp"

namespace hotwatch::testing
{

/// Stored time and the wire's time, each moved by hand; the wire's goes on alone only in `World::pass`.
class HandClock : public Clock
{
  public:
    explicit HandClock(UtcMillis start) : now_(start) {}
    [[nodiscard]] UtcMillis now() const override { return now_; }
    [[nodiscard]] SteadyTime steady() const override { return steady_; }
    void set(UtcMillis t) { now_ = std::max(now_, t); }
    void pass(milliseconds step)
    {
        now_ += step;
        steady_ += step;
    }

  private:
    UtcMillis now_;
    SteadyTime steady_{std::chrono::hours{1}};
};

/// Takes what the engine pushes; the world hands it to the desk as one batch when the engine has finished its turn.
class InlineQueue : public DeskQueue
{
  public:
    void push(Event event) override { events.push_back(std::move(event)); }
    std::vector<Event> events;
};

/// The seam to the simulator: calls and frames are carried out on the world's next turn, never inside the call that
/// asked.
class SimTransport : public slack::Transport
{
  public:
    SimTransport(slack_sim::Sim& sim, const HandClock& clock, std::string app_token, std::string bot_token);
    void listen(slack::TransportListener* listener) { listener_ = listener; }

    void call(slack::ApiRequest request, std::function<void(slack::ApiResult)> done) override;
    void dial(slack::SocketId socket, std::string url) override;
    void send_text(slack::SocketId socket, std::string frame) override;
    void ping(slack::SocketId socket) override;
    void close(slack::SocketId socket) override;
    void drop(slack::SocketId socket) override;

    /// Carries out everything asked for so far and delivers the simulator's orders. false: there was nothing.
    bool turn();
    /// One thing only: the next that was asked for, or that is due, or one order. false: there was nothing.
    bool step();
    [[nodiscard]] std::optional<UtcMillis> next_due() const;
    /// The process dies: sockets end without a close frame, what was asked for is forgotten. `leaves_ghosts`: Slack has
    /// not noticed that they ended, and goes on sending there.
    void die(bool leaves_ghosts);
    /// Requests are cut here from now on: nothing reaches the simulator and nothing comes back.
    bool is_cut_off = false;

  private:
    void perform(const slack::ApiRequest& request, const std::function<void(slack::ApiResult)>& done);
    void obey(const slack_sim::SocketOrder& order);
    void lose(slack::SocketId socket, const std::string& why, bool cleanly);

    struct Later
    {
        UtcMillis at;
        std::function<void()> what;
    };
    bool take_due();

    slack_sim::Sim& sim_;
    const HandClock& clock_;
    std::string app_token_;
    std::string bot_token_;
    slack::TransportListener* listener_ = nullptr;
    std::deque<std::function<void()>> asked_;
    std::vector<Later> later_;
    std::deque<slack_sim::SocketOrder> orders_;  // taken from the simulator, not delivered yet
    std::map<slack::SocketId, slack_sim::SocketId> sockets_;
    std::map<slack_sim::SocketId, slack::SocketId> owners_;
};

/// Tests derive from it (TEST_F). Names of people and channels are those of the simulator's team below.
class World : public ::testing::Test
{
  public:
    static constexpr auto start_text =
        "2025-10-14T13:00:00Z";  // a Tuesday, 09:00 in New York, in the plan's first week

    World();
    ~World() override;

    /// Starts the bot (again), on the same store; `settle`s.
    void start();
    /// As kill -9: memory is gone, sockets end without a word; the store stays as it was committed.
    void kill();
    void restart()
    {
        kill();
        start();
    }

    /// Until nothing is left to do at this instant.
    void settle();
    /// One turn of the wire and one batch of the desk: the places between which a process can die. false: all was
    /// quiet.
    bool turn_once();
    /// The smallest step there is: one frame, one request, one moment, or one batch of the desk. false: all was quiet.
    bool step_once();
    /// What goes on beside the desk while it waits for its disk: time passes, frames are written and read, the engine
    /// is called at its moments. Only from inside a sync (FaultVfs::before_sync).
    void pass_beside_the_desk(milliseconds length);
    /// Moves stored time forward to everything due on the way, in order, on both sides. Pings and deadlines of the wire
    /// stand still.
    void advance(milliseconds length);
    /// Lets real time pass too: pings, back-off, deadlines.
    void pass(milliseconds length);

    void types(std::string_view who, std::string_view channel, std::string_view line, std::string_view thread_ts = "");
    void presses(std::string_view who, std::string_view channel, std::string_view label);
    void submits(std::string_view who, const std::map<std::string, std::string>& values);
    std::string ask(const std::string& line, const std::string& as = "", const std::string& in = "");

    /// Everything `viewer` sees in the channel, as plain text: one message after the other, blocks and buttons
    /// included.
    [[nodiscard]] std::string seen(std::string_view channel, std::string_view viewer = "");
    /// What Slack took from the bot: posts whose text or blocks hold `needle`.
    [[nodiscard]] int posted(std::string_view needle) const;
    [[nodiscard]] std::string thread_of(std::string_view needle) const;  // ts of the bot's first message holding it
    [[nodiscard]] UtcMillis now() const { return clock_.now(); }
    [[nodiscard]] Book& book() { return database_->book(); }
    [[nodiscard]] Engine& engine() { return *engine_; }
    [[nodiscard]] slack_sim::Sim& sim() { return *sim_; }
    [[nodiscard]] SimTransport& wire() { return *transport_; }
    [[nodiscard]] const std::vector<std::string>& alarms() const { return alarms_; }
    [[nodiscard]] std::string verify();
    /// Status and text of /healthz or /readyz.
    [[nodiscard]] std::string http(std::string_view target);
    /// What holds at any moment between ledger and store (support/judge.hpp); called by the destructor too.
    void check_ledger();

    Config config;              // read by start()
    DeskSettings settings;      // likewise
    std::string plan;           // likewise: what is built in; "" HotDash's
    Rules rules;                // likewise
    bool leaves_ghosts = true;  // read by kill()
    slack_sim::Config slack;    // read at construction of the simulator: see remake_slack
    void remake_slack();
    std::filesystem::path directory;
    hotwatch::test::FaultVfs disk;  // well, unless the test says otherwise; outlives the store

  protected:
    HandClock clock_;
    std::unique_ptr<slack_sim::Sim> sim_;
    std::unique_ptr<Random> random_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<Desk> desk_;
    std::unique_ptr<SimTransport> transport_;
    InlineQueue queue_;
    std::unique_ptr<Engine> engine_;
    std::vector<std::string> alarms_;

  private:
    bool run_desk();
    std::uint64_t starts_ = 0;
};

}  // namespace hotwatch::testing
