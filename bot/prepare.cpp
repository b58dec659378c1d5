#include "bot/prepare.hpp"

#include <fmt/format.h>

#include "bot/log.hpp"
#include "commands/incident/reminder.hpp"
#include "commands/oncall/resolve.hpp"
#include "commands/plan/import.hpp"
#include "commands/zone.hpp"

namespace hotwatch
{

namespace
{
Handoff handoff_of(const Config& config)
{
    if (!config.handoff)
        return {};
    if (const auto handoff = parse_handoff(*config.handoff))
        return *handoff;
    throw ConfigError{fmt::format("[oncall] handoff is \"{}\": expected a weekday and an hour, such as \"Mon 09:00\".",
                                  *config.handoff)};
}

std::string zone_of(const Config& config)
{
    const auto zone = config.team_zone.value_or(Policy{}.team_zone);
    if (!is_zone(zone))
        throw ConfigError{
            fmt::format("[team] timezone is \"{}\": no such zone is known on this machine. Expected a name such as "
                        "\"America/New_York\".",
                        zone)};
    return zone;
}

/// What a person has to decide, since nobody sees this import happen.
void tell(const Imported& imported)
{
    for (const auto& change : imported.changes)
        if (plan::is_conflict(change.what))
            log::warn("the plan and Slack both changed \"{}\"; what was written in Slack stands", change.title);
}
}  // namespace

PlanSettings plan_settings(const Config& config)
{
    return {handoff_of(config), zone_of(config)};
}

Policy lay_configuration(Book& book, const Config& config, UtcMillis now, std::string_view built_in)
{
    const auto settings = plan_settings(config);
    if (const auto plan = plan_of(book, built_in); !is_in_force(plan.markdown, settings, book))
        tell(import_plan(plan, settings, book, now));
    for (const auto& link : book.people.links())
        if (link.origin == "config" && !config.people.contains(link.name))
            book.people.unlink(link.name);
    for (const auto& [name, user] : config.people)
        book.people.link({.name = name, .user = user, .origin = "config"});
    Policy policy = load_policy(book);
    lay_over(config, policy);
    return policy;
}

void prepare_book(Database& database, const Config& config, UtcMillis now, std::string_view built_in)
{
    Book& book = database.book();
    database.begin();
    try
    {
        auto policy = lay_configuration(book, config, now, built_in);
        incident::keep_cadences(policy, nullptr, book, now);
        database.commit();
        book.set_policy(std::move(policy));
    }
    catch (const StoreFull& full)
    {
        // The figures are known all the same; only the note that they were imported is missing.
        log::warn("the plan could not be recorded: {}", full.what());
        Policy policy = default_policy();
        lay_over(config, policy);
        book.set_policy(std::move(policy));
    }
    catch (...)
    {
        database.roll_back();
        throw;
    }
}

}  // namespace hotwatch
