// A Socket Mode client under measurement, as a process of its own, and the simulator it talks to, on a thread of its
// own. A client that is not being measured costs the others nothing but its pings.
#pragma once

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/slack_sim/bot_process.hpp"
#include "tests/slack_sim/server.hpp"

namespace bench
{

using Clock = std::chrono::steady_clock;

struct Program
{
    std::string name;  // for messages: "Hotwatch", "the group-commit floor"
    std::vector<std::string> command;
    slack_sim::ChildProcess::Variables variables;
    int sockets = 1;           // it is up once it has so many
    bool posts_cards = false;  // a declaration owes a card, beside its ack
};

class Candidate
{
  public:
    /// `directory` is made, and holds the log; a store there stays from one start to the next.
    Candidate(Program program, std::filesystem::path directory);
    ~Candidate();  // kills the process by its id
    Candidate(const Candidate&) = delete;
    Candidate& operator=(const Candidate&) = delete;

    /// Until it is connected and has asked what it asks at its start. Throws std::runtime_error with the end of its log
    /// where it does not get there.
    void start();
    /// From the start of the process to the first acknowledgement, of a read that waits at the door.
    std::chrono::duration<double> start_to_first_ack();
    /// SIGTERM. Throws where it does not end within its ten seconds, or not with status 0.
    void stop();

    /// Carries `work` out on the simulator's thread.
    template <typename Work>
    auto with(Work work)
    {
        std::optional<decltype(work(std::declval<slack_sim::Sim&>()))> result;
        server_->call([&](slack_sim::Sim& sim) { result.emplace(work(sim)); });
        return *result;
    }
    void act(const std::function<void(slack_sim::Sim&)>& work) { server_->call(work); }
    /// Looks every few milliseconds. False: `done` did not hold within the time.
    bool until(const std::function<bool(slack_sim::Sim&)>& done, std::chrono::milliseconds within);
    /// Until no call of the Web API came for a third of a second, and no longer than `within`.
    void let_settle(std::chrono::milliseconds within = std::chrono::seconds{30});
    /// Throws where the process is gone.
    void expect_alive();

    [[nodiscard]] slack_sim::Server& server() { return *server_; }
    [[nodiscard]] const Program& program() const { return program_; }
    [[nodiscard]] std::filesystem::path store() const { return directory_ / "store.db"; }
    [[nodiscard]] std::chrono::duration<double> cpu() const;            // of the process, both modes
    [[nodiscard]] std::chrono::duration<double> simulator_cpu();        // of the simulator's thread
    [[nodiscard]] double resident_mb() const;                           // 10^6 bytes
    [[nodiscard]] std::size_t next_report() { return ++last_report_; }  // numbers the declarations, without end

  private:
    void spawn();
    [[nodiscard]] std::string end_of_log() const;

    Program program_;
    std::filesystem::path directory_;
    std::unique_ptr<slack_sim::Server> server_;
    std::thread thread_;
    std::unique_ptr<slack_sim::ChildProcess> process_;
    std::size_t last_report_ = 0;
};

/// Waits without working.
void pause(std::chrono::milliseconds length);

/// HotDash's people and channels, no limits.
slack_sim::Config team();

}  // namespace bench
