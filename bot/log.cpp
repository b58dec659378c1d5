#include "bot/log.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <vector>

namespace hotwatch::log
{

namespace
{
std::atomic<Level> least{Level::info};
std::atomic<bool> as_json{false};
std::mutex secrets_mutex;  // guards secrets
std::vector<std::string> secrets;

spdlog::level::level_enum level_of(Level level)
{
    constexpr std::array levels{spdlog::level::trace, spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                spdlog::level::err};
    return levels.at(static_cast<std::size_t>(level));
}

/// One happening is one line, and no line carries what a terminal would obey.
std::string harmless(std::string_view line)
{
    std::string text;
    text.reserve(line.size());
    for (const char c : line.substr(0, 2000))
    {
        const auto byte = static_cast<unsigned char>(c);
        text += byte < 0x20 || byte == 0x7f ? ' ' : c;
    }
    const std::lock_guard lock{secrets_mutex};
    for (const auto& secret : secrets)
        for (auto found = text.find(secret); found != std::string::npos; found = text.find(secret))
            text.replace(found, secret.size(), "[secret]");
    return text;
}
}  // namespace

void open(const Settings& settings)
{
    least = settings.level;
    as_json = settings.format == Settings::Format::json ||
              (settings.format == Settings::Format::automatic && isatty(STDERR_FILENO) == 0);
    auto logger = spdlog::get("hotwatch");
    if (!logger)
        logger = spdlog::stderr_color_mt("hotwatch");
    logger->set_level(spdlog::level::trace);
    logger->set_pattern(as_json ? R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%v})"
                                : "%Y-%m-%d %H:%M:%S.%e %^%-5l%$ %v",
                        as_json ? spdlog::pattern_time_type::utc : spdlog::pattern_time_type::local);
    spdlog::set_default_logger(logger);
}

void set_level(Level level)
{
    least = level;
}

void keep_secret(std::string value)
{
    if (value.size() < 6)
        return;
    const std::lock_guard lock{secrets_mutex};
    secrets.push_back(std::move(value));
}

bool writes(Level level)
{
    return level >= least.load();
}

void write(Level level, std::string_view line)
{
    const std::string text = harmless(line);
    if (as_json)
        spdlog::log(level_of(level), "{}",
                    nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    else
        spdlog::log(level_of(level), "{}", text);
}

}  // namespace hotwatch::log
