#include "bot/prepare.hpp"

#include <fmt/format.h>

#include "bot/log.hpp"
#include "commands/oncall/resolve.hpp"
#include "commands/plan/apply.hpp"
#include "commands/zone.hpp"

namespace hotwatch
{

extern const std::string_view built_in_plan;  // deploy/hotdash-plan.md

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
}  // namespace

void prepare_book(Database& database, const Config& config, UtcMillis now)
{
    const auto handoff = handoff_of(config);
    const auto zone = zone_of(config);
    Book& book = database.book();
    database.begin();
    try
    {
        if (apply_plan(built_in_plan, book, handoff, zone, now).changed)
            book.audit.add(
                {.at = now, .action = "plan import", .object = "built-in plan", .actor = "hotwatch", .text = {}});
        for (const auto& [name, user] : config.people)
            book.people.link({.name = name, .user = user, .origin = "config"});
        Policy policy = load_policy(book);
        lay_over(config, policy);
        book.set_policy(std::move(policy));
        database.commit();
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
