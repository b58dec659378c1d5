#include "bot/reload.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "bot/log.hpp"
#include "bot/manifest.hpp"
#include "bot/slack/endpoint.hpp"

namespace hotwatch
{

namespace
{
template <typename Value>
void compare(std::vector<std::string>& changed, std::string name, const Value& one, const Value& other)
{
    if (one != other)
        changed.push_back(std::move(name));
}

template <typename Value>
void compare_all(std::vector<std::string>& changed, std::string_view section, const std::map<std::string, Value>& one,
                 const std::map<std::string, Value>& other)
{
    std::set<std::string> names;
    for (const auto* side : {&one, &other})
        for (const auto& [name, value] : *side)
            names.insert(name);
    const auto value_of = [](const std::map<std::string, Value>& side, const std::string& name)
    {
        const auto found = side.find(name);
        return found == side.end() ? std::optional<Value>{} : std::optional{found->second};
    };
    for (const auto& name : names)
        if (value_of(one, name) != value_of(other, name))
            changed.push_back(name.find(' ') == std::string::npos ? fmt::format("{}.{}", section, name)
                                                                  : fmt::format("{}.\"{}\"", section, name));
}

void compare_severities(std::vector<std::string>& changed, const Config& one, const Config& other)
{
    for (std::size_t i = 0; i < one.severities.size(); ++i)
    {
        const auto& a = one.severities[i];
        const auto& b = other.severities[i];
        const auto at = [i](std::string_view key) { return fmt::format("severity.P{}.{}", i, key); };
        compare(changed, at("respond_within"), a.respond_within, b.respond_within);
        compare(changed, at("resolve_within"), a.resolve_within, b.resolve_within);
        compare(changed, at("update_every"), a.update_every, b.update_every);
        compare(changed, at("report_within"), a.report_within, b.report_within);
        compare(changed, at("channel"), a.channel, b.channel);
        compare(changed, at("clock"), a.business_hours_only, b.business_hours_only);
    }
}

/// The new configuration, with what only a restart can change as it is.
Config in_force_after(const Config& in_force, Config next)
{
    next.store_path = in_force.store_path;
    next.http_listen = in_force.http_listen;
    next.log.format = in_force.log.format;
    next.room = in_force.room;
    next.api_url = in_force.api_url;
    next.api_is_default = in_force.api_is_default;
    next.app_token = in_force.app_token;
    next.bot_token = in_force.bot_token;
    return next;
}

bool names_commands(const std::vector<std::string>& keys)
{
    return std::ranges::any_of(keys, [](const std::string& key) { return key.starts_with("commands."); });
}
}  // namespace

ConfigChanges changes_between(const Config& in_force, const Config& next)
{
    ConfigChanges changes;
    auto& at_once = changes.at_once;
    compare(at_once, "log.level", in_force.log.level, next.log.level);
    compare(at_once, "team.timezone", in_force.team_zone, next.team_zone);
    compare(at_once, "team.business_hours", in_force.business_hours, next.business_hours);
    compare(at_once, "oncall.handoff", in_force.handoff, next.handoff);
    compare_all(at_once, "commands", in_force.commands, next.commands);
    compare_all(at_once, "channels", in_force.channels, next.channels);
    compare_severities(at_once, in_force, next);
    compare_all(at_once, "people", in_force.people, next.people);
    compare(at_once, "people.managers", in_force.managers, next.managers);
    compare(at_once, "people.responders", in_force.responders, next.responders);
    compare(at_once, "people.admins", in_force.admins, next.admins);
    compare(at_once, "backup.directory", in_force.backups.directory, next.backups.directory);
    compare(at_once, "backup.every", in_force.backups.every, next.backups.every);
    compare(at_once, "backup.keep", in_force.backups.keep, next.backups.keep);

    auto& later = changes.need_restart;
    compare(later, "store.path", in_force.store_path, next.store_path);
    compare(later, "http.listen", in_force.http_listen, next.http_listen);
    compare(later, "log.format", in_force.log.format, next.log.format);
    compare(later, "incident.room", in_force.room, next.room);
    compare(later, "SLACK_API_URL", in_force.api_url, next.api_url);
    compare(later, "SLACK_APP_TOKEN", in_force.app_token, next.app_token);
    compare(later, "SLACK_BOT_TOKEN", in_force.bot_token, next.bot_token);
    return changes;
}

void require_sound(const Config& config)
{
    require_tokens(config);
    (void)slack::endpoint_of(config.api_url, config.app_token, config.bot_token);
    if (const auto problems = manifest_problems(make_manifest(config.commands)); !problems.empty())
        throw ConfigError{fmt::format("Slack would refuse these commands: {}", fmt::join(problems, "; "))};
}

Reload::Reload(Config in_force, ReadAgain read, Apply apply)
    : in_force_(std::move(in_force)), read_(std::move(read)), apply_(std::move(apply))
{
}

void Reload::run()
{
    if (is_at_work_)
    {
        once_more_ = true;
        return;
    }
    auto next = std::make_shared<Config>();
    try
    {
        *next = read_();
        log::keep_secret(next->app_token);
        log::keep_secret(next->bot_token);
        require_sound(*next);
    }
    catch (const ConfigError& error)
    {
        log::error("SIGHUP: nothing was reloaded, the configuration in force stays: {}", error.what());
        return;
    }
    const auto changes = changes_between(in_force_, *next);
    if (changes.at_once.empty())
        return finish(*next, changes, {});
    is_at_work_ = true;
    ConfigChanged change{.ticket = 0, .config = next, .keys = fmt::format("{}", fmt::join(changes.at_once, ", "))};
    apply_(std::move(change),
           [this, next, changes](const LineAnswer& answer)
           {
               is_at_work_ = false;
               finish(*next, changes, answer);
               if (std::exchange(once_more_, false))
                   run();
           });
}

void Reload::finish(const Config& next, const ConfigChanges& changes, const LineAnswer& answer)
{
    if (answer.exit_code != 0)
    {
        log::error("SIGHUP: nothing was reloaded, the configuration in force stays: {}", answer.text);
        return;
    }
    for (const auto& warning : next.warnings)
        log::warn("{}", warning);
    log::set_level(next.log.level);
    if (!changes.at_once.empty())
        log::info("SIGHUP: configuration reloaded, changed: {}", fmt::join(changes.at_once, ", "));
    if (names_commands(changes.at_once))
        log::warn("SIGHUP: the commands have other names now: give the Slack app what `hotwatch manifest` prints");
    if (!changes.need_restart.empty())
        log::warn("SIGHUP: this needs a restart, until then it stays as it was: {}",
                  fmt::join(changes.need_restart, ", "));
    if (changes.at_once.empty() && changes.need_restart.empty())
        log::info("SIGHUP: the configuration says what it said before");
    in_force_ = in_force_after(in_force_, next);
}

}  // namespace hotwatch
