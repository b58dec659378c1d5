// One line for one happening; ids, never tokens or what people wrote.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace hotwatch::log
{

enum class Level
{
    trace,
    debug,
    info,
    warn,
    error
};

struct Settings
{
    Level level = Level::info;
    enum class Format
    {
        automatic,
        text,
        json
    } format = Format::automatic;  // automatic: text on a terminal, else JSON
};

/// Before anything else logs. Lines go to standard error.
void open(const Settings& settings);
/// From now on; the form of the lines stays.
void set_level(Level level);
/// A value that must never appear in a line: it is replaced wherever it would.
void keep_secret(std::string value);
[[nodiscard]] bool writes(Level level);
void write(Level level, std::string_view line);

template <typename... Args>
void at(Level level, fmt::format_string<Args...> format, Args&&... args)
{
    if (writes(level))
        write(level, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void debug(fmt::format_string<Args...> format, Args&&... args)
{
    at(Level::debug, format, std::forward<Args>(args)...);
}
template <typename... Args>
void info(fmt::format_string<Args...> format, Args&&... args)
{
    at(Level::info, format, std::forward<Args>(args)...);
}
template <typename... Args>
void warn(fmt::format_string<Args...> format, Args&&... args)
{
    at(Level::warn, format, std::forward<Args>(args)...);
}
template <typename... Args>
void error(fmt::format_string<Args...> format, Args&&... args)
{
    at(Level::error, format, std::forward<Args>(args)...);
}

}  // namespace hotwatch::log
