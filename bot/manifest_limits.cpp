// What Slack refuses of a manifest (platform section 16.1).
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <set>

#include "bot/manifest.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch
{

namespace
{
using nlohmann::ordered_json;
using Problems = std::vector<std::string>;

std::string text_at(const ordered_json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

void judge_length(const std::string& what, const std::string& text, std::size_t most, Problems& problems)
{
    if (utf16_units(text) > most)
        problems.push_back(
            fmt::format("{} is {} characters long, and Slack takes {}: {}", what, utf16_units(text), most, text));
}

void judge_number(const std::string& what, const ordered_json& list, std::size_t most, Problems& problems)
{
    if (list.size() > most)
        problems.push_back(fmt::format("{} {}, and Slack takes {}", list.size(), what, most));
}

void judge_command(const ordered_json& command, std::set<std::string>& taken, Problems& problems)
{
    const auto name = text_at(command, "command");
    const auto bare = name.empty() ? name : name.substr(1);
    if (!name.starts_with('/') || bare.empty() || name.size() > 32 ||
        bare.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") != std::string::npos)
        problems.push_back(
            fmt::format("the command {} must be a slash and then at most 31 of a to z, 0 to 9, - and _", name));
    if (!taken.insert(name).second)
        problems.push_back(fmt::format("two commands are called {}: give one another name under [commands]", name));
    if (name == "/status")
        problems.push_back("Slack keeps /status for itself: give the command another name under [commands]");
    judge_length(fmt::format("the description of {}", name), text_at(command, "description"), 2'000, problems);
    judge_length(fmt::format("the usage hint of {}", name), text_at(command, "usage_hint"), 1'000, problems);
}
}  // namespace

std::vector<std::string> manifest_problems(const ordered_json& manifest)
{
    Problems problems;
    const auto& shown = manifest.at("display_information");
    const auto& features = manifest.at("features");
    judge_length("the app's name", text_at(shown, "name"), 35, problems);
    judge_length("the app's description", text_at(shown, "description"), 140, problems);
    const auto bot = text_at(features.at("bot_user"), "display_name");
    judge_length("the bot's name", bot, 80, problems);
    if (bot.empty() || bot.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") != std::string::npos)
        problems.push_back(fmt::format("the bot's name may hold a to z, 0 to 9, - _ and . only: {}", bot));

    judge_number("slash commands", features.at("slash_commands"), 50, problems);
    std::set<std::string> taken;
    for (const auto& command : features.at("slash_commands"))
        judge_command(command, taken, problems);
    judge_number("shortcuts", features.at("shortcuts"), 10, problems);
    for (const auto& shortcut : features.at("shortcuts"))
    {
        const auto name = text_at(shortcut, "name");
        judge_length("a shortcut's name", name, 24, problems);
        judge_length(fmt::format("the callback_id of {}", name), text_at(shortcut, "callback_id"), 255, problems);
        judge_length(fmt::format("the description of {}", name), text_at(shortcut, "description"), 150, problems);
    }
    judge_number("scopes", manifest.at("oauth_config").at("scopes").at("bot"), 255, problems);
    judge_number("events", manifest.at("settings").at("event_subscriptions").at("bot_events"), 100, problems);
    return problems;
}

}  // namespace hotwatch
