#include "tests/wire/bot_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace hotwatch::testing
{

namespace
{
std::filesystem::path fresh_directory()
{
    auto pattern = (std::filesystem::temp_directory_path() / "hotwatch-wire-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error{"cannot make a directory under the system's temporary one"};
    return pattern;
}

slack_sim::Config team(bool rate_limits, std::vector<std::string> scopes)
{
    slack_sim::Config slack;
    slack.users = {{.id = "U01ENGHLP", .name = "engineer-helper", .real_name = "Engineer Helper Agent"},
                   {.id = "U02DEPLOY", .name = "deployment", .real_name = "Deployment Agent"},
                   {.id = "U03MANAGER", .name = "manager", .real_name = "Manager"},
                   {.id = "U04ANA", .name = "ana", .real_name = "Ana Ortiz"},
                   {.id = "U05BEN", .name = "ben", .real_name = "Ben Kim"}};
    slack.channels = {"hotdash-support", "hotdash-alerts", "hotdash-emergency", "general"};
    slack.rate_limits = rate_limits;
    slack.scopes = std::move(scopes);
    return slack;
}
}  // namespace

Process::Process(const std::vector<std::string>& arguments,
                 const std::vector<std::pair<std::string, std::string>>& environment, const std::filesystem::path& log)
{
    std::vector<std::string> variables{"PATH=/usr/bin:/bin"};
    for (const auto& [name, value] : environment)
        variables.push_back(name + "=" + value);
    for (const auto* kept : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "HOME"})
        if (const char* value = std::getenv(kept))
            variables.push_back(std::string{kept} + "=" + value);
    std::vector<char*> argv;
    std::vector<char*> envp;
    for (const auto& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    for (auto& variable : variables)
        envp.push_back(variable.data());
    argv.push_back(nullptr);
    envp.push_back(nullptr);

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    const int error = posix_spawn(&pid_, argv.front(), &files, nullptr, argv.data(), envp.data());
    posix_spawn_file_actions_destroy(&files);
    if (error != 0)
        throw std::runtime_error{"cannot start " + arguments.front()};
}

Process::~Process()
{
    if (code_ == -1 && pid_ > 0)
    {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
}

void Process::signal(int number) const
{
    if (code_ == -1)
        ::kill(pid_, number);
}

int Process::wait(std::chrono::milliseconds within)
{
    const auto end = std::chrono::steady_clock::now() + within;
    while (code_ == -1)
    {
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_)
            code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        else if (std::chrono::steady_clock::now() > end)
            return -1;
        else
            ::poll(nullptr, 0, 5);
    }
    return code_;
}

Workplace::Workplace(bool rate_limits, std::vector<std::string> scopes) : directory(fresh_directory())
{
    server_ = std::make_unique<slack_sim::Server>(slack_sim::ServerOptions{.directory = directory},
                                                  team(rate_limits, std::move(scopes)));
    environment = server_->environment();
    environment.emplace_back("HOTWATCH_DB", (directory / "hotwatch.db").string());
    environment.emplace_back("HOTWATCH_LISTEN", "");
    thread_ = std::thread{[this] { server_->run(); }};
    server_->call([](slack_sim::Sim&) {});  // it runs: only from now on can it be stopped
}

Workplace::~Workplace()
{
    const bool is_evidence = ::testing::Test::HasFailure();
    if (is_evidence)
        say_what_the_bot_said();
    server_->stop();
    thread_.join();
    server_.reset();
    if (!is_evidence)
        std::filesystem::remove_all(directory);
}

/// The end of its log: a crash or a sanitizer's report stands there.
void Workplace::say_what_the_bot_said() const
{
    constexpr std::streamoff most = 8'000;
    std::ifstream log{directory / "bot.log", std::ios::ate};
    log.seekg(-std::min(most, static_cast<std::streamoff>(log.tellg())), std::ios::end);
    std::ostringstream text;
    text << log.rdbuf();
    std::fprintf(stderr, "---- the end of the bot's log; all of it, and the store, stay in %s\n%s----\n",
                 directory.c_str(), text.str().c_str());
}

std::unique_ptr<Process> Workplace::start_bot(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), HOTWATCH_BINARY_DIR "/hotwatch");
    return std::make_unique<Process>(arguments, environment, directory / "bot.log");
}

int Workplace::run(std::vector<std::string> arguments, std::string& output)
{
    arguments.insert(arguments.begin(), HOTWATCH_BINARY_DIR "/hotwatch");
    const auto file = directory / "output.txt";
    std::filesystem::remove(file);
    const int code = Process{arguments, environment, file}.wait(std::chrono::seconds{60});
    std::stringstream text;
    text << std::ifstream{file}.rdbuf();
    output = text.str();
    return code;
}

bool Workplace::until(const std::function<bool(slack_sim::Sim&)>& done, std::chrono::milliseconds within)
{
    const auto end = std::chrono::steady_clock::now() + within;
    for (;;)
    {
        if (with(done))
            return true;
        if (std::chrono::steady_clock::now() > end)
            return false;
        ::poll(nullptr, 0, 10);
    }
}

}  // namespace hotwatch::testing
