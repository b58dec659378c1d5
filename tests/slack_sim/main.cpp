// slack_sim: a Slack on this machine. Says what a bot needs to reach it, then plays what people do, from a script or as
// it is typed.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "tests/slack_sim/house.hpp"

namespace
{
using namespace slack_sim;
using namespace std::chrono_literals;

volatile sig_atomic_t is_ended_by_signal = 0;

void end_by_signal(int)
{
    is_ended_by_signal = 1;
}

struct Arguments
{
    ServerOptions server;
    House::Options house;
    std::string at;
    std::string script;
    std::chrono::seconds ghosts{0};
    std::uint64_t seed = 1;
    bool is_serving = false;  // no statements: until a signal or POST /sim/stop
};

/// 2025-10-14T14:00Z, with seconds or a blank for the T or without the Z, UTC.
Millis read_start(const std::string& text)
{
    for (const char* form : {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"})
    {
        std::tm parts{};
        const char* const end = strptime(text.c_str(), form, &parts);
        if (end != nullptr && (*end == '\0' || std::string_view{end} == "Z"))
            return Millis{std::chrono::seconds{timegm(&parts)}};
    }
    throw std::runtime_error{fmt::format("--at {}: expected a time in UTC such as 2025-10-14T14:00Z", text)};
}

/// Lines of standard input as they come, while the server serves.
class Lines
{
  public:
    explicit Lines(Server& server) : server_(server) {}

    /// nullopt: the input ended, or the program is to end.
    std::optional<std::string> next()
    {
        constexpr auto for_ever = std::chrono::hours{24 * 365};
        std::optional<std::string> line;
        server_.run_until([&] { return (line = take()) || is_at_end_ || is_ended_by_signal != 0; }, for_ever);
        return line;
    }

  private:
    std::optional<std::string> take()
    {
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (!is_at_end_ && waiting_.find('\n') == std::string::npos && ::poll(&input, 1, 0) > 0)
        {
            char buffer[4096];
            const auto count = ::read(STDIN_FILENO, buffer, sizeof buffer);
            if (count > 0)
                waiting_.append(buffer, static_cast<std::size_t>(count));
            is_at_end_ = count <= 0;
        }
        const auto end = waiting_.find('\n');
        if (end == std::string::npos && !(is_at_end_ && !waiting_.empty()))
            return std::nullopt;
        std::string line = waiting_.substr(0, end);
        waiting_.erase(0, end == std::string::npos ? end : end + 1);
        return line;
    }

    Server& server_;
    std::string waiting_;
    bool is_at_end_ = false;
};

int play_script(Driver& driver, const std::string& path)
{
    std::ifstream script{path};
    if (!script)
        throw std::runtime_error{fmt::format("cannot read {}", path)};
    for (std::string line; std::getline(script, line) && is_ended_by_signal == 0 && std::cout;)
        if (!driver.play(line))
            break;
    driver.look_around();
    const bool has_failed = driver.failures() > 0;
    std::cout << fmt::format("\n{}: {} expectations, {} failed\n", has_failed ? "FAILED" : "all well",
                             driver.expectations(), driver.failures());
    return has_failed || is_ended_by_signal != 0 ? 1 : 0;
}

void play_by_hand(Driver& driver, Server& server)
{
    Lines lines{server};
    const bool is_terminal = ::isatty(STDIN_FILENO) == 1;
    for (bool goes_on = true; goes_on && std::cout;)
    {
        if (is_terminal)
            std::cout << "> " << std::flush;
        const auto line = lines.next();
        if (!line)
            break;
        driver.look_around();
        goes_on = driver.play(*line);
        std::cout << std::flush;
    }
    std::cout << '\n';
}

int run(Arguments& arguments)
{
    if (!arguments.at.empty())
        arguments.server.start = read_start(arguments.at);
    arguments.house.directory = std::filesystem::absolute(arguments.house.directory);  // the bot works elsewhere
    arguments.server.directory = arguments.house.directory;
    arguments.server.ghost_life = arguments.ghosts;
    std::filesystem::create_directories(arguments.house.directory);
    Config config = hotdash_team();
    config.rate_limits = arguments.house.has_limits;
    config.seed = arguments.seed;
    // The wire's time stays real while statements move the clock by days (design section 5): sockets do not age by it.
    if (!arguments.is_serving)
        config.connection_time = std::chrono::hours{24 * 365 * 10};
    Server server{arguments.server, config};
    House house{server, arguments.house};
    if (arguments.house.bot.empty())
    {
        std::string line;
        for (const auto& [name, value] : server.environment())
            line += fmt::format("{}{}={}", line.empty() ? "" : " ", name, value);
        std::cout << line << '\n' << std::flush;
    }
    else
        house.start_bot();
    if (arguments.is_serving)
    {
        server.run_until([&] { return is_ended_by_signal != 0 || server.is_stopped(); }, std::chrono::hours{24 * 365});
        house.stop_bot();
        return 0;
    }
    Driver::Options options;
    options.look.is_coloured = ::isatty(STDOUT_FILENO) == 1;
    options.is_echoing = !arguments.script.empty() || ::isatty(STDIN_FILENO) == 0;
    Driver driver{server.sim(), house.stage(), std::cout, options};
    int status = 0;
    if (!arguments.script.empty())
        status = play_script(driver, arguments.script);
    else
        play_by_hand(driver, server);
    house.stop_bot();
    return status;
}
}  // namespace

int main(int argc, char** argv)
{
    CLI::App app{"A Slack simulator: Web API, Socket Mode and people, on this machine only."};
    Arguments arguments;
    bool has_no_limits = false;
    app.add_option("--state", arguments.house.directory, "Where ca.pem is written, and the bot's store and log stand")
        ->required();
    app.add_option("--port", arguments.server.port, "Port on loopback (default: any free one)");
    app.add_flag("--plain", arguments.server.is_plain, "http and ws instead of TLS");
    app.add_flag("--no-limits", has_no_limits, "Without Slack's rate limits");
    app.add_option("--at", arguments.at, "Where the clock starts, UTC, such as 2025-10-14T14:00Z (default: now)");
    app.add_option("--script", arguments.script, "Plays a scenario; exit status 1 where an expectation of it fails");
    app.add_option("--bot", arguments.house.bot,
                   "The program hotwatch, which is then started, killed and restarted from here");
    app.add_option("--bot-socket", arguments.house.bot_socket,
                   "The control socket of a Hotwatch run with --virtual-clock");
    app.add_option("--ghosts", arguments.ghosts,
                   "Seconds that a socket cut without a close frame stays registered (default: 0)");
    app.add_option("--seed", arguments.seed, "For everything random");
    app.add_flag("--serve", arguments.is_serving, "Reads no statements; ends by a signal or POST /sim/stop");
    CLI11_PARSE(app, argc, argv);
    arguments.house.has_limits = !has_no_limits;

    struct sigaction action = {};
    action.sa_handler = end_by_signal;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    // A reader that goes away, such as `| head`, ends the program as a signal would: with its bot, not without it.
    signal(SIGPIPE, SIG_IGN);
    try
    {
        return run(arguments);
    }
    catch (const std::exception& error)
    {
        std::cerr << "slack_sim: " << error.what() << '\n';
        return 1;
    }
}
