// Hotwatch as a child process, and the line to its control socket. POSIX only; nothing of the bot's code.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slack_sim
{

/// A child that ends with its owner.
class ChildProcess
{
  public:
    using Variables = std::vector<std::pair<std::string, std::string>>;
    /// Runs `command` (an absolute program and its arguments) in `directory` with the parent's environment and
    /// `variables` over it; both its outputs are appended to `log`. Throws std::system_error where it cannot be
    /// started.
    ChildProcess(const std::vector<std::string>& command, const std::filesystem::path& directory,
                 const Variables& variables, const std::filesystem::path& log);
    ~ChildProcess();  // SIGKILL, if it still runs
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    void ask_to_end();  // SIGTERM
    /// As kill -9 would; it is gone when this returns.
    void kill();
    [[nodiscard]] bool is_running();
    [[nodiscard]] pid_t id() const { return pid_; }
    /// Exit status, or 128 + the signal; nullopt while it runs.
    [[nodiscard]] std::optional<int> status();

  private:
    pid_t pid_ = -1;
    std::optional<int> status_;
};

/// One request on a Unix socket: one line there, one line back. Never waits.
class LineCall
{
  public:
    /// Nobody listening shows as `has_failed`.
    LineCall(const std::filesystem::path& socket, const std::string& line);
    ~LineCall();
    LineCall(const LineCall&) = delete;
    LineCall& operator=(const LineCall&) = delete;

    /// The answer, without its line end, once it is there.
    std::optional<std::string> answer();
    [[nodiscard]] bool has_failed() const { return has_failed_; }

  private:
    int fd_ = -1;
    bool has_failed_ = false;
    std::string received_;
};

}  // namespace slack_sim
