// The subcommands that are not `run`: they reach a running Hotwatch through its control socket, or open the store
// themselves.
#pragma once

#include <string>

#include "bot/config.hpp"

namespace hotwatch::cli
{

/// Exit codes of every subcommand (product section 1).
inline constexpr int done = 0;
inline constexpr int failed = 1;
inline constexpr int usage = 2;
inline constexpr int store_held = 75;

/// `hotwatch ask [--as USER] [--in CHANNEL] LINE`: prints the answer as text.
int ask(const Config& config, const std::string& line, const std::string& as, const std::string& in);
/// `hotwatch verify`: prints the verdict; 1 where something is broken.
int verify(const Config& config);
/// `hotwatch clock advance DURATION` and `hotwatch clock set TIME`, of a Hotwatch run with --virtual-clock.
int clock_advance(const Config& config, const std::string& duration);
int clock_set(const Config& config, const std::string& time);

/// Where the control socket of a store is.
std::string control_path(const std::string& store_path);

}  // namespace hotwatch::cli
