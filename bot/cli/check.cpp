// `hotwatch check`: looks at everything that Hotwatch needs and prints one line each, with the mend.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>

#include "bot/check/ask_slack.hpp"
#include "bot/check/look_at_store.hpp"
#include "bot/check/slack_line.hpp"
#include "bot/cli/reach.hpp"
#include "bot/cli/snapshot.hpp"
#include "bot/prepare.hpp"
#include "bot/reload.hpp"
#include "bot/slack/endpoint.hpp"
#include "commands/plan/import.hpp"

namespace hotwatch::cli
{

namespace
{
using check::Finding;
using check::Findings;
using Mark = Finding::Mark;
using namespace std::chrono_literals;

// Together under half a minute: whoever runs this is waiting.
constexpr seconds for_slack{14};
constexpr seconds for_copy{6};
constexpr seconds for_store{6};

class Printed
{
  public:
    void add(const Finding& finding)
    {
        fmt::print("{}\n", check::shown(finding));
        std::fflush(stdout);
        ++looked_at_;
        failed_ += finding.mark == Mark::failed ? 1 : 0;
    }
    void add(const Findings& findings)
    {
        for (const auto& finding : findings)
            add(finding);
    }
    [[nodiscard]] int end() const
    {
        if (failed_ == 0)
            return say(fmt::format("All well: {} things looked at.", looked_at_), done);
        fmt::print("{} of {} failed.\n", failed_, looked_at_);
        return failed;
    }

  private:
    int looked_at_ = 0;
    int failed_ = 0;
};

/// Where the file is wrong, the rest is looked at with what the environment says.
std::optional<Config> read_what_can_be(const ReadConfig& read, Printed& printed)
{
    try
    {
        auto config = read();
        printed.add({Mark::well, "configuration",
                     config.file.empty() ? "no file: the defaults are in force." : config.file + " is right.", ""});
        for (const auto& warning : config.warnings)
            printed.add({Mark::note, "configuration", warning, ""});
        return config;
    }
    catch (const ConfigError& error)
    {
        printed.add({Mark::failed, "configuration", error.what(),
                     "A running Hotwatch keeps the configuration it has; a new one will not start."});
    }
    try
    {
        return environment_alone(process_environment());
    }
    catch (const ConfigError&)
    {
        return std::nullopt;  // said already
    }
}

/// The time that a running Hotwatch works by, else the machine's.
UtcMillis time_in_use(const Config& config)
{
    try
    {
        const auto peek = call(config, {{"op", "clock_peek"}}, 1s);
        if (peek && peek->contains("now_ms"))
            return UtcMillis{milliseconds{peek->at("now_ms").get<std::int64_t>()}};
    }
    catch (const std::exception&)
    {
        // It hangs, which the store's line says; the machine's clock is what it started with.
    }
    return SystemClock{}.now();
}

/// `line` is the caller's to take down: where a name server hangs, that can take longer than all the rest.
void check_slack(const Config& config, const Policy& policy, std::unique_ptr<check::SlackLine>& line, Printed& printed)
{
    try
    {
        require_sound(config);
    }
    catch (const ConfigError& error)
    {
        printed.add({Mark::failed, "tokens", error.what(), "Slack was not asked."});
        return;
    }
    try
    {
        line =
            std::make_unique<check::SlackLine>(slack::endpoint_of(config.api_url, config.app_token, config.bot_token));
        const SystemClock clock;
        printed.add(check::ask_slack(
            policy, [&line](slack::ApiRequest request) { return line->call(std::move(request)); },
            [&config] { return time_in_use(config); }, check::Budget{clock, for_slack}));
    }
    catch (const std::exception& error)
    {
        printed.add({Mark::failed, "Slack", fmt::format("could not be asked: {}.", error.what()), ""});
    }
}

Findings plan_in_force(Book& book, const Config& config)
{
    const auto in_force = plan_of(book, built_in_plan);
    const auto plan = parse_plan(in_force.markdown, plan_settings(config).handoff);
    return check::about_plan(plan, lint_plan(plan, in_force.markdown, config.team_zone.has_value()), in_force.origin);
}

/// Before its first start there is no store, but the plan that it will begin with.
void check_without_store(const Config& config, Printed& printed)
{
    printed.add({Mark::note, "database", fmt::format("there is none yet at {}.", config.store_path),
                 "`hotwatch run` makes it."});
    Random random;
    Database empty{"", random};
    prepare_book(empty, config, SystemClock{}.now());
    if (empty.book().people.links().empty())
        printed.add({Mark::note, "people", "are linked to Slack users by their names at the first start.",
                     "Or under [people] in the configuration."});
    else
        printed.add(check::about_people(empty.book()));
    printed.add(plan_in_force(empty.book(), config));
}

void check_store(const Config& config, Snapshot& snapshot, Printed& printed)
{
    printed.add({snapshot.is_of_running() ? Mark::well : Mark::note, "process",
                 snapshot.is_of_running() ? "a Hotwatch works on this store." : "no Hotwatch works on this store.",
                 ""});
    const SystemClock clock;
    const check::Budget budget{clock, for_store};
    try
    {
        snapshot.stop_reads_when([&budget] { return budget.is_spent(); });
        printed.add(check::about_store(snapshot.verify()));
    }
    catch (const ReadStopped&)
    {
        printed.add({Mark::note, "database", fmt::format("too large to prove whole in {} s.", for_store.count()),
                     "hotwatch verify"});
    }
    snapshot.stop_reads_when({});
    printed.add(check::about_people(snapshot.book()));
    printed.add(plan_in_force(snapshot.book(), config));
    printed.add(check::about_backups(snapshot.book(), config.backups, snapshot.is_of_running(), snapshot.taken_at()));
}

/// The store's own channels and people where there is one, else those of the plan that it will begin with.
Policy policy_without_store(const Config& config)
{
    Random random;
    Database empty{"", random};
    prepare_book(empty, config, SystemClock{}.now());
    return empty.book().policy();
}

int run_check(const ReadConfig& read)
{
    Printed printed;
    const auto config = read_what_can_be(read, printed);
    if (!config)
        return printed.end();
    std::unique_ptr<Snapshot> snapshot;
    std::string why;
    const bool has_store = std::filesystem::exists(config->store_path);
    if (has_store)
        try
        {
            snapshot = std::make_unique<Snapshot>(*config, for_copy);
        }
        catch (const std::exception& error)
        {
            why = error.what();
        }
    std::unique_ptr<check::SlackLine> line;
    check_slack(*config, snapshot ? snapshot->book().policy() : policy_without_store(*config), line, printed);
    if (snapshot)
        check_store(*config, *snapshot, printed);
    else if (has_store)
        printed.add({Mark::failed, "database", fmt::format("could not be read: {}", why), ""});
    else
        check_without_store(*config, printed);
    printed.add(check::about_disk(config->store_path));
    return printed.end();
}
}  // namespace

void add_check(CLI::App& app, Action& chosen)
{
    auto* command = app.add_subcommand(
        "check", "Look at configuration, tokens, channels, people, store, disk and clock; say how to mend what fails");
    command->footer(
        "One line each: ok, note or FAILS. Exit 1 where anything fails. Works beside a running Hotwatch, before\n"
        "the first start, and while Slack is down; takes half a minute at most. It posts nothing.");
    command->callback([&chosen] { chosen = [](const ReadConfig& read) { return run_check(read); }; });
}

}  // namespace hotwatch::cli
