// The real binary against the simulator on real TLS: started, killed and started again as an operator, or the kernel,
// would.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/slack_sim/server.hpp"

namespace hotwatch::testing
{

/// A child process, ended by its own id when the object goes.
class Process
{
  public:
    Process(const std::vector<std::string>& arguments,
            const std::vector<std::pair<std::string, std::string>>& environment, const std::filesystem::path& log);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void signal(int number) const;
    /// The exit code, 128 + signal where one ended it, -1 where it still runs after `within`.
    int wait(std::chrono::milliseconds within);
    [[nodiscard]] int id() const { return pid_; }

  private:
    int pid_ = -1;
    int code_ = -1;
};

/// A simulator on its own thread, and a directory for the store.
class Workplace
{
  public:
    /// `scopes` of the bot token; empty: all.
    explicit Workplace(bool rate_limits = true, std::vector<std::string> scopes = {});
    ~Workplace();

    [[nodiscard]] std::unique_ptr<Process> start_bot(std::vector<std::string> arguments = {"run"});
    /// hotwatch with the same store: its exit code, and what it printed in `output`.
    int run(std::vector<std::string> arguments, std::string& output);
    /// On the simulator's thread.
    template <typename Work>
    auto with(Work work)
    {
        using Result = decltype(work(std::declval<slack_sim::Sim&>()));
        std::optional<Result> result;
        server_->call([&](slack_sim::Sim& sim) { result.emplace(work(sim)); });
        return *result;
    }
    void act(const std::function<void(slack_sim::Sim&)>& work) { server_->call(work); }
    /// Polls until `done` holds. False: it never did within the time.
    bool until(const std::function<bool(slack_sim::Sim&)>& done, std::chrono::milliseconds within);
    [[nodiscard]] slack_sim::Server& server() { return *server_; }

    std::filesystem::path directory;
    std::vector<std::pair<std::string, std::string>> environment;

  private:
    void say_what_the_bot_said() const;

    std::unique_ptr<slack_sim::Server> server_;
    std::thread thread_;
};

}  // namespace hotwatch::testing
