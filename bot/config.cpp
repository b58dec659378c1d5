#include "bot/config.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "bot/config_reader.hpp"
#include "commands/plan/parse.hpp"
#include "commands/zone.hpp"

namespace hotwatch
{

namespace
{
constexpr std::string_view address_form = "an address and a port, such as \"127.0.0.1:8080\", or \"\" for none";

/// "" too: the listener is off.
bool is_address(const std::string& text)
{
    if (text.empty())
        return true;
    const auto colon = text.rfind(':');
    if (colon == std::string::npos)
        return false;
    const auto host = text.substr(0, colon);
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    const bool is_host =
        ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 || ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
    std::uint16_t port = 0;
    const char* end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data() + colon + 1, end, port);
    return is_host && error == std::errc{} && last == end;
}

void read_severities(const ConfigReader& reader, Config& config)
{
    for (std::size_t i = 0; i < config.severities.size(); ++i)
    {
        const auto at = [i](std::string_view key) { return fmt::format("severity.P{}.{}", i, key); };
        auto& severity = config.severities[i];
        severity.respond_within = reader.duration(at("respond_within"));
        severity.resolve_within = reader.duration(at("resolve_within"));
        severity.update_every = reader.duration_or_never(at("update_every"));
        severity.report_within = reader.duration_or_never(at("report_within"));
        severity.channel = reader.word(at("channel"), {"support", "alerts", "emergency", "reviews"});
        if (const auto clock = reader.word(at("clock"), {"always", "business"}))
            severity.business_hours_only = *clock == "business";
    }
}

/// Also relative to the working directory, as the store's path is.
void read_backups(const ConfigReader& reader, Config& config)
{
    if (const auto directory = reader.text("backup.directory"); directory && !directory->empty())
        config.backups.directory = std::filesystem::absolute(*directory).lexically_normal().string();
    if (const auto every = reader.duration("backup.every"))
    {
        if (*every < std::chrono::minutes{1})
            reader.fail("backup.every", *reader.node("backup.every"), "at least \"1m\"");
        config.backups.every = *every;
    }
    config.backups.keep = static_cast<int>(reader.number("backup.keep", 1).value_or(config.backups.keep));
}

void read_people(const ConfigReader& reader, Config& config)
{
    (void)reader.users("people.lead", config.warnings);  // read for its form; the paging chain is what asks leads
    config.managers = reader.users("people.managers", config.warnings);
    config.responders = reader.users("people.responders", config.warnings);
    config.admins = reader.users("people.admins", config.warnings);
    const auto* people = reader.node("people");
    if (people == nullptr || !people->is_table())
        return;
    for (const auto& [name, value] : *people->as_table())
    {
        const std::string_view key = name.str();
        if (key == "lead" || key == "managers" || key == "responders" || key == "admins")
            continue;
        config.people.emplace(std::string{key}, reader.user(fmt::format("people.\"{}\"", key), value));
    }
}

void read_file(const std::filesystem::path& path, Config& config)
{
    std::ifstream stream{path};
    if (!stream)
        throw ConfigError{
            fmt::format("cannot read the configuration {}: check the path and its permissions.", path.string())};
    std::stringstream content;
    content << stream.rdbuf();
    toml::table root;
    try
    {
        root = toml::parse(content.str(), path.string());
    }
    catch (const toml::parse_error& error)
    {
        throw ConfigError{fmt::format("{}, line {}, column {}: {}.", path.string(), error.source().begin.line,
                                      error.source().begin.column, error.description())};
    }
    const ConfigReader reader{path.string(), root};
    config.file = path.string();
    reader.check_keys(config.warnings);

    config.store_path = reader.filled("store.path", "a path").value_or(config.store_path);
    if (const auto listen = reader.text("http.listen"))
    {
        if (!is_address(*listen))
            reader.fail("http.listen", *reader.node("http.listen"), address_form);
        config.http_listen = *listen;
    }
    if (const auto level = reader.word("log.level", {"trace", "debug", "info", "warn", "error"}))
    {
        constexpr std::array names{"trace", "debug", "info", "warn", "error"};
        config.log.level = static_cast<log::Level>(std::find(names.begin(), names.end(), *level) - names.begin());
    }
    if (const auto format = reader.word("log.format", {"auto", "text", "json"}))
        config.log.format = *format == "json"   ? log::Settings::Format::json
                            : *format == "text" ? log::Settings::Format::text
                                                : log::Settings::Format::automatic;
    config.team_zone = reader.text("team.timezone");
    if (config.team_zone && !is_zone(*config.team_zone))
        reader.fail("team.timezone", *reader.node("team.timezone"),
                    "a zone that this machine knows, such as \"America/New_York\"");
    if (const auto hours = reader.text("team.business_hours"))
    {
        config.business_hours = parse_business_hours(*hours);
        if (!config.business_hours)
            reader.fail("team.business_hours", *reader.node("team.business_hours"),
                        "weekdays and hours, such as \"Mon-Fri 09:00-18:00\"");
    }
    for (const auto* name : {"oncall", "incident", "runbook", "faq", "status"})
        if (const auto command = reader.text(fmt::format("commands.{}", name)))
        {
            if (command->size() < 2 || command->size() > 32 || command->front() != '/')
                reader.fail(fmt::format("commands.{}", name), *reader.node(fmt::format("commands.{}", name)),
                            "a command with its slash, at most 32 characters, such as \"/svc\"");
            config.commands[name] = *command;
        }
    for (const auto* name : {"support", "alerts", "emergency", "reviews"})
        if (const auto channel = reader.filled(fmt::format("channels.{}", name), "a channel's name with #, or its id"))
        {
            // In small letters where all of it is a name; what is none is kept as it is, and `check` finds nothing of
            // it.
            const auto small = channel_in(*channel);
            config.channels[name] = small.size() == channel->size() ? small : *channel;
        }
    if (const auto room = reader.word("incident.room", {"channel", "thread"}))
        config.room = *room;
    config.handoff = reader.text("oncall.handoff");
    if (config.handoff && !parse_handoff(*config.handoff))
        reader.fail("oncall.handoff", *reader.node("oncall.handoff"), "a weekday and an hour, such as \"Mon 09:00\"");
    read_severities(reader, config);
    read_people(reader, config);
    read_backups(reader, config);
}

/// The variable, or the content of the file that NAME_FILE or $CREDENTIALS_DIRECTORY/NAME points at.
std::string secret(const char* name, const Environment& environment)
{
    if (const auto value = environment(name); value && !value->empty())
        return *value;
    std::vector<std::filesystem::path> places;
    const std::string file_variable = std::string{name} + "_FILE";
    const auto named = environment(file_variable.c_str());
    if (named)
        places.emplace_back(*named);
    if (const auto directory = environment("CREDENTIALS_DIRECTORY"))
        places.push_back(std::filesystem::path{*directory} / name);
    for (const auto& place : places)
    {
        std::ifstream stream{place};
        std::string line;
        const bool is_there = stream.is_open() && !std::filesystem::is_directory(place);
        if (is_there && std::getline(stream, line))
            line.erase(line.find_last_not_of(" \t\r\n") + 1);
        if (!line.empty())
            return line;
        if (is_there)
            throw ConfigError{fmt::format("{} is empty: write {} into its first line.", place.string(), name)};
        if (named)
            throw ConfigError{fmt::format("{} names {}, which cannot be read.", file_variable, place.string())};
    }
    return {};
}

/// It wins over the file.
void read_environment(const Environment& environment, Config& config)
{
    if (const auto store = environment("HOTWATCH_DB"))
    {
        if (store->empty())
            throw ConfigError{"HOTWATCH_DB is set, but empty: name the store's file, or leave the variable out."};
        config.store_path = *store;
    }
    if (const auto listen = environment("HOTWATCH_LISTEN"))
    {
        if (!is_address(*listen))
            throw ConfigError{fmt::format("HOTWATCH_LISTEN must be {}.", address_form)};
        config.http_listen = *listen;
    }
    if (const auto url = environment("SLACK_API_URL"); url && !url->empty())
    {
        config.api_url = url->ends_with('/') ? *url : *url + "/";
        config.api_is_default = false;
    }
    config.app_token = secret("SLACK_APP_TOKEN", environment);
    config.bot_token = secret("SLACK_BOT_TOKEN", environment);
}
}  // namespace

Environment process_environment()
{
    return [](const char* name) -> std::optional<std::string>
    {
        const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read before any thread is started
        return value != nullptr ? std::optional<std::string>{value} : std::nullopt;
    };
}

Config read_config(const std::optional<std::filesystem::path>& file, const Environment& environment)
{
    Config config;
    if (file)
        read_file(*file, config);
    else if (const auto named = environment("HOTWATCH_CONFIG"); named && !named->empty())
        read_file(*named, config);
    else if (std::filesystem::exists("hotwatch.toml"))
        read_file("hotwatch.toml", config);
    read_environment(environment, config);
    return config;
}

Config environment_alone(const Environment& environment)
{
    Config config;
    read_environment(environment, config);
    return config;
}

void require_tokens(const Config& config)
{
    const auto check = [](const std::string& token, std::string_view variable, std::string_view prefix,
                          std::string_view other_prefix, std::string_view other, std::string_view where)
    {
        if (token.empty())
            throw ConfigError{
                fmt::format("{} is not set. It starts with {} and is found under {}; give it in the environment, or "
                            "in a file named by {}_FILE.",
                            variable, prefix, where, variable)};
        if (token.starts_with(other_prefix))
            throw ConfigError{
                fmt::format("{} holds a token that starts with {}: that one belongs in {}. The two are swapped.",
                            variable, other_prefix, other)};
        if (!token.starts_with(prefix))
            throw ConfigError{
                fmt::format("{} must start with {}: this is another kind of token. The right one is found under {}.",
                            variable, prefix, where)};
    };
    check(config.app_token, "SLACK_APP_TOKEN", "xapp-", "xoxb-", "SLACK_BOT_TOKEN",
          "Basic Information, App-Level Tokens (scope connections:write)");
    check(config.bot_token, "SLACK_BOT_TOKEN", "xoxb-", "xapp-", "SLACK_APP_TOKEN",
          "OAuth & Permissions, Bot User OAuth Token");
}

void lay_over(const Config& config, Policy& policy)
{
    if (config.team_zone)
        policy.team_zone = *config.team_zone;
    policy.business_hours = config.business_hours.value_or(policy.business_hours);
    const auto support = policy.channels["support"];
    for (const auto& [name, channel] : config.channels)
        policy.channels[name] = channel;
    // Where nothing says otherwise the reviews are posted where the team is asked.
    if (!config.channels.contains("reviews") && policy.channels["reviews"] == support)
        policy.channels["reviews"] = policy.channels["support"];
    for (const auto& [name, command] : config.commands)
        policy.commands[name] = command;
    for (std::size_t i = 0; i < policy.severities.size(); ++i)
    {
        const auto& over = config.severities[i];
        auto& severity = policy.severities[i];
        severity.respond_within = over.respond_within.value_or(severity.respond_within);
        severity.resolve_within = over.resolve_within.value_or(severity.resolve_within);
        severity.update_every = over.update_every.value_or(severity.update_every);
        severity.report_within = over.report_within.value_or(severity.report_within);
        severity.channel = over.channel.value_or(severity.channel);
        severity.business_hours_only = over.business_hours_only.value_or(severity.business_hours_only);
    }
    if (!config.managers.empty())
        policy.managers = config.managers;
    if (!config.admins.empty())
        policy.admins = config.admins;
    if (!config.responders.empty())
        policy.responders = config.responders;
}

}  // namespace hotwatch
