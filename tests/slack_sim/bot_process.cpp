#include "tests/slack_sim/bot_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

extern char** environ;

namespace slack_sim
{

namespace
{
std::vector<std::string> environment_with(const ChildProcess::Variables& variables)
{
    std::vector<std::string> lines;
    for (char** line = environ; *line != nullptr; ++line)
    {
        const std::string given{*line};
        bool is_replaced = false;
        for (const auto& [name, value] : variables)
            is_replaced = is_replaced || (given.starts_with(name) && given.substr(name.size(), 1) == "=");
        if (!is_replaced)
            lines.push_back(given);
    }
    for (const auto& [name, value] : variables)
        lines.push_back(name + "=" + value);
    return lines;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

void must(int error, const std::string& what)
{
    if (error != 0)
        throw std::system_error{error, std::generic_category(), what};
}

struct SpawnActions
{
    SpawnActions() { must(posix_spawn_file_actions_init(&list), "posix_spawn"); }
    ~SpawnActions() { posix_spawn_file_actions_destroy(&list); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
    posix_spawn_file_actions_t list{};
};
}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, const std::filesystem::path& directory,
                           const Variables& variables, const std::filesystem::path& log)
{
    SpawnActions actions;
    must(posix_spawn_file_actions_addchdir_np(&actions.list, directory.c_str()), directory.string());
    must(posix_spawn_file_actions_addopen(&actions.list, STDIN_FILENO, "/dev/null", O_RDONLY, 0), "/dev/null");
    must(posix_spawn_file_actions_addopen(&actions.list, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                          0600),
         log.string());
    must(posix_spawn_file_actions_adddup2(&actions.list, STDOUT_FILENO, STDERR_FILENO), "dup2");
    std::vector<std::string> arguments = command;
    std::vector<std::string> environment = environment_with(variables);
    must(posix_spawn(&pid_, arguments.front().c_str(), &actions.list, nullptr, pointers_to(arguments).data(),
                     pointers_to(environment).data()),
         arguments.front());
}

ChildProcess::~ChildProcess()
{
    kill();
}

void ChildProcess::ask_to_end()
{
    if (is_running())
        ::kill(pid_, SIGTERM);
}

void ChildProcess::kill()
{
    if (!is_running())
        return;
    ::kill(pid_, SIGKILL);
    int how = 0;
    while (::waitpid(pid_, &how, 0) < 0 && errno == EINTR)
    {
    }
    status_ = 128 + SIGKILL;
}

bool ChildProcess::is_running()
{
    return !status();
}

std::optional<int> ChildProcess::status()
{
    int how = 0;
    if (!status_ && ::waitpid(pid_, &how, WNOHANG) == pid_)
        status_ = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
    return status_;
}

LineCall::LineCall(const std::filesystem::path& socket, const std::string& line)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket.native().size() >= sizeof address.sun_path)
        throw std::runtime_error{"the path of the control socket is too long for the system: " + socket.string()};
    std::memcpy(address.sun_path, socket.c_str(), socket.native().size());
    fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const std::string out = line + "\n";
    // A Unix socket connects at once or not at all, and takes so short a line whole.
    has_failed_ = fd_ < 0 || ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
                  ::send(fd_, out.data(), out.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(out.size());
}

LineCall::~LineCall()
{
    if (fd_ >= 0)
        ::close(fd_);
}

std::optional<std::string> LineCall::answer()
{
    char buffer[4096];
    while (!has_failed_ && (received_.empty() || received_.back() != '\n'))
    {
        const auto count = ::recv(fd_, buffer, sizeof buffer, 0);
        if (count > 0)
            received_.append(buffer, static_cast<std::size_t>(count));
        else if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return std::nullopt;
        else
            has_failed_ = true;
    }
    return has_failed_ ? std::nullopt : std::optional{received_.substr(0, received_.size() - 1)};
}

}  // namespace slack_sim
