#include "tests/slack_sim/house.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace slack_sim
{

namespace
{
using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr auto settle_within = 10s;
constexpr auto answer_within = 15s;
constexpr auto connect_within = 20s;
constexpr auto reconnect_within = 2s;
constexpr auto stop_within = 10s;
constexpr auto shell_within = 60s;
/// Longer than the bot needs between two steps of its own, such as an answer and the next request.
constexpr auto quiet_for = 15ms;

/// ISO 8601 to the second, as `hotwatch run --at` takes it.
std::string iso_text(Millis time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss hour{std::chrono::floor<std::chrono::seconds>(time - day)};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), hour.hours().count(),
                       hour.minutes().count(), hour.seconds().count());
}
}  // namespace

Config hotdash_team()
{
    Config config;
    config.users = {
        {.id = "U01ENGHLP", .name = "engineer-helper", .real_name = "Engineer Helper Agent", .zone = "Europe/Berlin"},
        {.id = "U02DEPLOY", .name = "deployment-agent", .real_name = "Deployment Agent"},
        {.id = "U03MANAGER", .name = "manager", .real_name = "Manager"},
        {.id = "U04ANA", .name = "ana", .real_name = "Ana Ortiz"},
        {.id = "U05BEN", .name = "ben", .real_name = "Ben Kim", .zone = "America/Los_Angeles"},
        {.id = "U06GUEST", .name = "guest", .real_name = "Gus Guest", .is_guest = true}};
    config.channels = {"hotdash-support", "hotdash-alerts", "hotdash-emergency", "general"};
    config.groups = {"oncall"};
    return config;
}

House::House(Server& server, Options options) : server_(server), options_(std::move(options))
{
    if (!options_.bot.empty())
        options_.bot_socket = options_.directory / "hotwatch.db.sock";
}

ChildProcess::Variables House::variables() const
{
    auto variables = server_.environment();
    variables.emplace_back("HOTWATCH_DB", (std::filesystem::absolute(options_.directory) / "hotwatch.db").string());
    variables.emplace_back("HOTWATCH_LISTEN", "");
    variables.emplace_back("HOTWATCH_CONFIG", "");
    return variables;
}

void House::start_bot()
{
    std::vector<std::string> command{std::filesystem::absolute(options_.bot).string(), "run", "--virtual-clock", "--at",
                                     iso_text(server_.sim().now())};
    if (!options_.has_limits)
        command.emplace_back("--no-limits");
    bot_ = std::make_unique<ChildProcess>(command, std::filesystem::absolute(options_.directory), variables(), log());
    const auto is_up = [this] {
        return !bot_->is_running() || (server_.sim().sockets() > 0 && !ask_bot({{"op", "clock_peek"}}).is_null());
    };
    if (!server_.run_until(is_up, connect_within) || !bot_->is_running())
        throw std::runtime_error{
            fmt::format("Hotwatch {}. The end of its log, {}:\n{}",
                        bot_->is_running() ? "did not connect" : fmt::format("ended with status {}", *bot_->status()),
                        log().string(), end_of_log())};
    // It was started at a whole second; the store has seen the present one.
    ask_bot({{"op", "clock_advance_to"}, {"at_ms", server_.sim().now().time_since_epoch().count()}});
    static_cast<void>(settle());  // the first statement will say so if it goes on
}

void House::stop_bot()
{
    if (!bot_)
        return;
    bot_->ask_to_end();
    server_.run_until([this] { return !bot_->is_running(); }, stop_within);
    bot_.reset();
}

std::string House::end_of_log() const
{
    constexpr std::size_t most = 3'000;
    std::ifstream file{log()};
    std::ostringstream text;
    text << file.rdbuf();
    const std::string all = text.str();
    return all.substr(all.size() - std::min(all.size(), most));
}

/// null where no bot answers. The simulator serves on meanwhile: the bot may need it before it can answer.
Json House::ask_bot(const Json& request)
{
    if (options_.bot_socket.empty())
        return nullptr;
    LineCall call{options_.bot_socket, request.dump()};
    std::optional<std::string> answer;
    server_.run_until(
        [&]
        {
            answer = call.answer();
            return answer || call.has_failed();
        },
        answer_within);
    Json parsed = answer ? Json::parse(*answer, nullptr, false) : Json();
    return parsed.is_object() && parsed.value("ok", false) ? parsed : Json();
}

std::string House::run_shell(const std::vector<std::string>& arguments)
{
    const auto directory = std::filesystem::absolute(options_.directory);
    const auto printed = directory / "shell.log";
    std::filesystem::remove(printed);
    std::vector<std::string> command{std::filesystem::absolute(options_.bot).string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    ChildProcess process{command, directory, variables(), printed};
    if (!server_.run_until([&] { return !process.is_running(); }, shell_within))
        return fmt::format("it did not end within {} s", shell_within.count());
    std::ifstream file{printed};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    while (text.ends_with('\n'))
        text.pop_back();
    if (process.status() != 0)
        text += fmt::format("\n(exit status {})", process.status().value_or(-1));
    return text;
}

bool House::is_bot_at_rest()
{
    const Json peek = ask_bot({{"op", "clock_peek"}});
    return peek.is_null() || peek.value("idle", true);
}

/// Younger than the 3 s that Slack waits, on a socket that still lives.
bool House::has_unanswered_envelopes()
{
    const Sim& sim = server_.sim();
    const auto& envelopes = sim.ledger().envelopes;
    if (sim.sockets() == 0)
        return false;
    for (auto envelope = envelopes.rbegin(); envelope != envelopes.rend() && envelope->sent + 3s >= sim.now();
         ++envelope)
        if (!envelope->acked)
            return true;
    return false;
}

bool House::settle()
{
    // A bot that was cut off dials again in real time. Where it may not, the scenario goes on without it.
    if (bot_ && bot_->is_running())
        server_.run_until([this] { return server_.sim().sockets() > 0 || !bot_->is_running(); }, reconnect_within);
    const auto is_settled = [this]
    {
        return server_.is_quiet_for(quiet_for) && !has_unanswered_envelopes() && is_bot_at_rest() &&
               server_.is_quiet_for(quiet_for);
    };
    return server_.run_until(is_settled, settle_within);
}

Stage House::stage()
{
    Stage stage;
    stage.settle = [this] { return settle(); };
    stage.move_clock = [this](Millis to) { server_.move_clock(to); };
    stage.bot_due = [this]() -> std::optional<Millis>
    {
        const Json peek = ask_bot({{"op", "clock_peek"}});
        if (peek.is_null() || !peek.contains("next_due_ms") || peek.at("next_due_ms").is_null())
            return std::nullopt;
        return Millis{std::chrono::milliseconds{peek.at("next_due_ms").get<std::int64_t>()}};
    };
    stage.move_bot = [this](Millis to) {
        ask_bot({{"op", "clock_advance_to"}, {"at_ms", to.time_since_epoch().count()}});
    };
    if (!options_.bot.empty())
    {
        stage.kill = [this]
        {
            if (bot_)
                bot_->kill();
            bot_.reset();
        };
        stage.restart = [this]
        {
            stop_bot();
            start_bot();
        };
        stage.shell = [this](const std::vector<std::string>& arguments) { return run_shell(arguments); };
    }
    return stage;
}

}  // namespace slack_sim
