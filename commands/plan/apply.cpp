#include "commands/plan/apply.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/plan/digest.hpp"
#include "commands/plan/kept.hpp"
#include "commands/plan/policy_text.hpp"
#include "commands/zone.hpp"

namespace hotwatch
{

namespace
{
using namespace std::chrono;

constexpr std::string_view fingerprint_note = "plan.fingerprint";
constexpr std::string_view policy_note = "plan.policy";
constexpr int reader_version = 4;  // grows when the same text is read differently, so that it is read once more

std::string fingerprint_of(std::string_view markdown, const PlanSettings& settings)
{
    return fmt::format("{} {:016x} {} {} {}", reader_version, plan::digest(markdown), settings.handoff.day.c_encoding(),
                       settings.handoff.time.count(), settings.zone);
}

bool say_the_same(const Shift& one, const Shift& other)
{
    return one.period.start == other.period.start && one.period.end == other.period.end && one.label == other.label &&
           one.primary == other.primary && one.backup == other.backup && one.manager == other.manager;
}

SeverityPolicy severity(seconds respond, seconds resolve, std::optional<seconds> update, std::optional<seconds> report,
                        std::string_view channel, std::string_view definition)
{
    return {.respond_within = respond,
            .resolve_within = resolve,
            .update_every = update,
            .report_within = report,
            .channel = std::string{channel},
            .business_hours_only = channel == "support",
            .definition = std::string{definition}};
}

/// Every channel that severities go to has a name of its own in Policy::channels.
void lay_channels(const Plan& plan, Policy& policy)
{
    if (!plan.severities[0].channel.empty())
        policy.channels["emergency"] = plan.severities[0].channel;
    if (!plan.severities[2].channel.empty())
        policy.channels["support"] = plan.severities[2].channel;
    if (!plan.alerts_channel.empty())
        policy.channels["alerts"] = plan.alerts_channel;
    for (std::size_t i = 0; i < plan.severities.size(); ++i)
    {
        const auto& channel = plan.severities[i].channel;
        if (channel.empty())
            continue;
        const std::string usual = i < 2 ? "emergency" : "support";
        const std::string other = i < 2 ? "support" : "emergency";
        policy.severities[i].channel = policy.channels[usual] == channel   ? usual
                                       : policy.channels[other] == channel ? other
                                                                           : channel.substr(1);
        policy.channels[policy.severities[i].channel] = channel;
    }
}
}  // namespace

Policy default_policy()
{
    Policy policy;
    policy.severities[0] =
        severity(5min, 1h, 15min, 24h, "emergency", "The whole service is down, or data is being lost");
    policy.severities[1] =
        severity(15min, 4h, 30min, 24h, "emergency", "Something important is broken for more than one person");
    policy.severities[2] =
        severity(1h, 24h, std::nullopt, std::nullopt, "support", "Partly broken, and there is a way around");
    policy.severities[3] = severity(4h, 24h * 7, std::nullopt, std::nullopt, "support", "A small or cosmetic fault");
    policy.channels = {{"emergency", "#hotdash-emergency"},
                       {"support", "#hotdash-support"},
                       {"alerts", "#hotdash-alerts"},
                       {"reviews", "#hotdash-support"}};
    policy.commands = {{"status", "/svc"}};
    return policy;
}

Policy policy_of(const Plan& plan)
{
    Policy policy = default_policy();
    for (std::size_t i = 0; i < plan.severities.size(); ++i)
    {
        const auto& said = plan.severities[i];
        auto& figures = policy.severities[i];
        figures.respond_within = said.respond_within.value_or(figures.respond_within);
        figures.resolve_within = said.resolve_within.value_or(figures.resolve_within);
        if (said.has_section)
        {
            figures.update_every = said.update_every;
            figures.report_within = said.report_within;
        }
        if (!said.definition.empty())
            figures.definition = said.definition;
    }
    lay_channels(plan, policy);
    policy.channels["reviews"] = policy.channels["support"];
    if (!plan.team_zone.empty())
        policy.team_zone = plan.team_zone;
    return policy;
}

Policy policy_to_keep(const Plan& plan, const PlanSettings& settings)
{
    Policy policy = policy_of(plan);
    if (plan.team_zone.empty() && !settings.zone.empty())
        policy.team_zone = settings.zone;
    return policy;
}

std::vector<Shift> shifts_of(const Plan& plan, const Handoff& handoff, std::string_view zone)
{
    std::vector<Shift> shifts;
    for (const auto& row : plan.rotation)
    {
        Shift shift;
        shift.label = row.label;
        shift.primary = row.primary;
        shift.backup = row.backup;
        shift.manager = row.manager;
        const auto start = local_days{row.first} + handoff.time;
        const auto end = local_days{sys_days{row.last}.time_since_epoch()} + days{1} + handoff.time;
        shift.wall_start = start.time_since_epoch();
        shift.wall_end = end.time_since_epoch();
        shift.period = {to_utc(start, zone), to_utc(end, zone)};
        shifts.push_back(std::move(shift));
    }
    return shifts;
}

bool is_in_force(std::string_view markdown, const PlanSettings& settings, Book& book)
{
    return book.notes.get(fingerprint_note) == fingerprint_of(markdown, settings);
}

void note_in_force(std::string_view markdown, const PlanSettings& settings, Book& book)
{
    if (!is_in_force(markdown, settings, book))
        book.notes.set(fingerprint_note, fingerprint_of(markdown, settings));
}

FiguresChanged figures_changed(const Plan& plan, const PlanSettings& settings, Book& book)
{
    const auto policy = policy_to_keep(plan, settings);
    const auto shifts = shifts_of(plan, plan.handoff.value_or(settings.handoff), policy.team_zone);
    return {.rotation = !shifts.empty() && !std::ranges::equal(shifts, book.schedule.shifts(), say_the_same),
            .policy = book.notes.get(policy_note) != plan::to_text(policy),
            .rules = book.notes.get(plan::rules_note) != plan::to_text(rules_of(plan))};
}

FiguresChanged put_in_force(const Plan& plan, const PlanSettings& settings, Book& book, UtcMillis now)
{
    const auto changed = figures_changed(plan, settings, book);
    const auto policy = policy_to_keep(plan, settings);
    if (!plan.rotation.empty())
        book.schedule.replace(shifts_of(plan, plan.handoff.value_or(settings.handoff), policy.team_zone),
                              policy.team_zone, now);
    if (changed.policy)
        book.notes.set(policy_note, plan::to_text(policy));
    if (changed.rules)
        book.notes.set(plan::rules_note, plan::to_text(rules_of(plan)));
    return changed;
}

Applied apply_plan(std::string_view markdown, Book& book, const Handoff& handoff, std::string_view zone, UtcMillis now)
{
    const PlanSettings settings{handoff, std::string{zone}};
    Applied applied;
    applied.plan = parse_plan(markdown, handoff);
    if (is_in_force(markdown, settings, book))
        return applied;
    (void)put_in_force(applied.plan, settings, book, now);
    note_in_force(markdown, settings, book);
    applied.changed = true;
    return applied;
}

Policy load_policy(Book& book)
{
    Policy policy = default_policy();
    plan::lay_text_over(book.notes.get(policy_note), policy);
    return policy;
}

}  // namespace hotwatch
