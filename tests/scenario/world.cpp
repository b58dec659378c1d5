#include "tests/scenario/world.hpp"

#include <fmt/format.h>

#include "bot/http/health.hpp"
#include "bot/prepare.hpp"
#include "commands/grammar.hpp"
#include "tests/support/judge.hpp"

namespace hotwatch::testing
{

namespace
{
slack_sim::Config team()
{
    slack_sim::Config slack;
    slack.public_url = "https://127.0.0.1:8443";
    slack.connection_time =
        std::chrono::hours{24 * 365};  // `advance` leaves the wire's time alone, so sockets do not age
    slack.users = {{.id = "U01ENGHLP", .name = "engineer-helper", .real_name = "Engineer Helper Agent"},
                   {.id = "U02DEPLOY", .name = "deployment", .real_name = "Deployment Agent"},
                   {.id = "U03MANAGER", .name = "manager", .real_name = "Manager"},
                   {.id = "U04ANA", .name = "ana", .real_name = "Ana Ortiz"},
                   {.id = "U05BEN", .name = "ben", .real_name = "Ben Kim", .zone = "America/Los_Angeles"},
                   {.id = "U06GUEST", .name = "gus", .real_name = "Gus Guest", .is_guest = true},
                   {.id = "U07CLEO", .name = "cleo", .real_name = "Cleo Marsh"},
                   {.id = "U08FAYE", .name = "faye", .real_name = "Faye Foreign", .team_id = "T0ELSEWHERE"}};
    slack.asides = {
        {.name = "backstage", .people = {"ana", "cleo"}},
        {.name = "ana-and-ben", .kind = slack_sim::Aside::Kind::direct, .people = {"ana", "ben"}},
        {.name = "ana-ben-cleo", .kind = slack_sim::Aside::Kind::several, .people = {"ana", "ben", "cleo"}}};
    slack.channels = {"hotdash-support", "hotdash-alerts", "hotdash-emergency", "general"};
    return slack;
}

std::filesystem::path fresh_directory()
{
    auto pattern = (std::filesystem::temp_directory_path() / "hotwatch-scenario-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error{"cannot make a directory under the system's temporary one"};
    return pattern;
}
}  // namespace

World::World() : slack(team()), directory(fresh_directory()), clock_(*parse_time(start_text, "UTC", {}))
{
    remake_slack();
}

World::~World()
{
    if (sim_)
        check_ledger();
    disk.heal();
    disk.before_sync = nullptr;
    engine_.reset();
    desk_.reset();
    database_.reset();
    std::filesystem::remove_all(directory);
}

void World::remake_slack()
{
    sim_ = std::make_unique<slack_sim::Sim>(slack, clock_.now());
    // A channel of the plan that nobody is in yet would be joined by the bot at its start.
}

void World::start()
{
    random_ = std::make_unique<Random>(++starts_);
    config.store_path = (directory / "hotwatch.db").string();
    database_ = std::make_unique<Database>(config.store_path, *random_, OpenOptions{.vfs = disk.name()});
    prepare_book(*database_, config, clock_.now(), plan.empty() ? built_in_plan : std::string_view{plan});
    settings.plan = plan_settings(config);
    settings.lay_over = [this](Policy& policy) { lay_over(config, policy); };
    desk_ = std::make_unique<Desk>(*database_, clock_, *random_, settings, rules);
    transport_ = std::make_unique<SimTransport>(*sim_, clock_, slack.app_token, slack.bot_token);
    engine_ = std::make_unique<Engine>(clock_, queue_, *transport_, slack::LinkFigures{}, "127.0.0.1", false,
                                       [this] { return random_->jitter(); });
    engine_->seal_with([this](const SealJob& job, const std::function<void(std::string)>& done)
                       { done(seal_backup(job, *random_)); });
    transport_->listen(engine_.get());
    engine_->start();
    settle();
}

void World::kill()
{
    transport_->die(leaves_ghosts);
    queue_.events.clear();
    engine_.reset();
    transport_.reset();
    desk_.reset();
    database_.reset();
}

bool World::run_desk()
{
    const auto give = [this](BatchResult result)
    {
        alarms_.insert(alarms_.end(), result.alarms.begin(), result.alarms.end());
        engine_->on_batch(std::move(result));
    };
    const bool is_copying = desk_->is_copying();
    if (is_copying)
        if (auto result = desk_->copy_on())
            give(std::move(*result));
    if (queue_.events.empty())
        return is_copying;
    give(desk_->handle(std::exchange(queue_.events, {})));
    return true;
}

bool World::turn_once()
{
    const bool wire = transport_->turn();
    const bool desk = run_desk();
    const auto wait = engine_->wait();
    const bool due = wait && *wait <= milliseconds::zero();
    if (due)
        engine_->on_tick();
    return wire || desk || due || !queue_.events.empty();
}

bool World::step_once()
{
    if (transport_->step() || run_desk())
        return true;
    const auto wait = engine_->wait();
    if (!wait || *wait > milliseconds::zero())
        return false;
    engine_->on_tick();
    return true;
}

void World::pass_beside_the_desk(milliseconds length)
{
    const auto target = clock_.now() + length;
    do
    {
        if (const auto wait = engine_->wait(); wait && *wait <= milliseconds::zero())
            engine_->on_tick();
        while (transport_->turn())
            continue;
        const auto left = target - clock_.now();
        clock_.pass(std::min(left, std::max(engine_->wait().value_or(left), milliseconds{1})));
        sim_->set_now(clock_.now());
        sim_->run_due();
    } while (clock_.now() < target);
}

void World::settle()
{
    sim_->set_now(clock_.now());
    sim_->run_due();
    for (int turns = 0; engine_ && turn_once(); ++turns)
        ASSERT_LT(turns, 20'000) << "the bot and Slack never come to rest";
}

void World::advance(milliseconds length)
{
    const auto target = clock_.now() + length;
    settle();
    while (clock_.now() < target)
    {
        auto next = target;
        for (const auto due : {sim_->next_due(), engine_ ? engine_->next_due() : std::nullopt,
                               transport_ ? transport_->next_due() : std::nullopt})
            if (due && *due < next)
                next = std::max(*due, clock_.now() + milliseconds{1});
        clock_.set(next);
        settle();
    }
}

void World::pass(milliseconds length)
{
    const auto target = clock_.now() + length;
    settle();
    while (clock_.now() < target)
    {
        auto step = target - clock_.now();
        if (engine_)
            step = std::min(step, std::max(engine_->wait().value_or(step), milliseconds{1}));
        for (const auto due : {sim_->next_due(), transport_ ? transport_->next_due() : std::nullopt})
            if (due)
                step = std::min(step, std::max(*due - clock_.now(), milliseconds{1}));
        clock_.pass(step);
        settle();
    }
}

void World::types(std::string_view who, std::string_view channel, std::string_view line, std::string_view thread_ts)
{
    sim_->types(who, channel, line, thread_ts);
    settle();
}

void World::presses(std::string_view who, std::string_view channel, std::string_view label)
{
    const auto key = sim_->presses(who, channel, label);
    EXPECT_FALSE(key.empty()) << who << " finds no button " << label << " in " << channel << ": " << sim_->says();
    settle();
}

void World::submits(std::string_view who, const std::map<std::string, std::string>& values)
{
    EXPECT_FALSE(sim_->submits(who, values).empty()) << who << " has no form open: " << sim_->says();
    settle();
}

std::string World::ask(const std::string& line, const std::string& as, const std::string& in)
{
    std::string text;
    engine_->ask({.line = line, .as = as, .in = in, .unix_user = "ops"},
                 [&text](const LineAnswer& answer) { text = answer.text; });
    settle();
    return text;
}

std::string World::verify()
{
    settle();
    const auto verdict = database_->verify();
    return verdict.problem.empty() ? "well" : "broken: " + verdict.problem;
}

std::string World::http(std::string_view target)
{
    const auto answer = http::answer(target, engine_->status());
    return fmt::format("{} {}", answer.status, answer.body);
}

std::string World::seen(std::string_view channel, std::string_view viewer)
{
    std::string text;
    for (const auto& message : sim_->messages(channel, viewer))
        text += fmt::format("{}{}: {}\n{}\n", message.thread_ts.empty() ? "" : "  > ", message.author, message.text,
                            message.blocks.is_null() ? "" : message.blocks.dump());
    return text;
}

int World::posted(std::string_view needle) const
{
    int count = 0;
    for (const auto& post : sim_->ledger().posts)
        count += post.by_bot && post.text.find(needle) != std::string::npos ? 1 : 0;
    return count;
}

std::string World::thread_of(std::string_view needle) const
{
    for (const auto& post : sim_->ledger().posts)
        if (post.by_bot && post.text.find(needle) != std::string::npos)
            return post.thread_ts.empty() ? post.ts : post.thread_ts;
    return {};
}

void World::check_ledger()
{
    if (database_)
        for (const auto& broken : broken_promises(sim_->ledger(), book(), now()))
            ADD_FAILURE() << broken;
    for (const auto& violation : sim_->ledger().violations)
        ADD_FAILURE() << "the simulator objects: " << violation;
}

}  // namespace hotwatch::testing
