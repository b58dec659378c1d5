// `hotwatch verify`: prints the verdict over the store; exit 1 where something is broken.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bot/cli/reach.hpp"
#include "bot/cli/snapshot.hpp"
#include "commands/blocks.hpp"

namespace hotwatch::cli
{

namespace
{
int verify(const Config& config)
{
    Snapshot snapshot{config};
    const auto verdict = snapshot.verify();
    if (!verdict.problem.empty())
        return say("broken: " + verdict.problem, failed);
    return say(fmt::format("well: {}, {} audit rows in an unbroken chain, {} owed to Slack, "
                           "{} that could not be posted",
                           blocks::counted(verdict.incidents, "incident"), verdict.audit_rows,
                           blocks::counted(verdict.owed, "message"), verdict.parked),
               done);
}
}  // namespace

void add_verify(CLI::App& app, Action& chosen)
{
    auto* command =
        app.add_subcommand("verify", "Check the store: integrity, audit chain, every promise kept, late or pending");
    command->footer(
        "Exit 1 names the first broken row. Works beside a running Hotwatch, on a copy. For tokens, channels and the\n"
        "rest: hotwatch check.");
    command->callback([&chosen] { chosen = [](const ReadConfig& read) { return verify(read()); }; });
}

}  // namespace hotwatch::cli
