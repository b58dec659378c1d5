// The subcommands: each family in a file of its own, which adds them to the command line and says what they do.
#pragma once

#include <functional>

#include "bot/config.hpp"

namespace CLI
{
class App;
}

namespace hotwatch::cli
{

/// Exit codes of every subcommand (product section 1).
inline constexpr int done = 0;
inline constexpr int failed = 1;
inline constexpr int usage = 2;
inline constexpr int store_held = 75;

/// Reads the configuration that this call of the program names; again where it is asked again. Throws ConfigError.
using ReadConfig = std::function<Config()>;

/// What the subcommand that was typed does. Returns the exit code; main answers what it throws.
using Action = std::function<int(const ReadConfig& read)>;

/// Adds a family of subcommands to `app`; the one that was typed puts what it does into `chosen`.
void add_run(CLI::App& app, Action& chosen);       // run
void add_plan(CLI::App& app, Action& chosen);      // plan check, plan import
void add_ask(CLI::App& app, Action& chosen);       // ask
void add_verify(CLI::App& app, Action& chosen);    // verify
void add_backup(CLI::App& app, Action& chosen);    // backup, restore
void add_clock(CLI::App& app, Action& chosen);     // clock advance, clock set
void add_check(CLI::App& app, Action& chosen);     // check
void add_export(CLI::App& app, Action& chosen);    // export
void add_report(CLI::App& app, Action& chosen);    // report
void add_manifest(CLI::App& app, Action& chosen);  // manifest

}  // namespace hotwatch::cli
