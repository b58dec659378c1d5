#include "bot/config.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "bot/config_keys.hpp"
#include "commands/grammar.hpp"

namespace hotwatch
{

namespace
{
/// Where an error is: "hotwatch.toml, line 12".
std::string place(const std::string& file, const toml::node& node)
{
    return fmt::format("{}, line {}", file, node.source().begin.line);
}

[[noreturn]] void unknown(const std::string& file, std::size_t line, std::string_view what, std::string_view key,
                          const std::vector<std::string_view>& known)
{
    const auto near = nearest(key, known);
    std::string hint;
    if (!near.empty())
        hint = fmt::format("Did you mean \"{}\"?", near);
    else
    {
        for (const auto name : known)
            hint += fmt::format("{}{}", hint.empty() ? "Known: " : ", ", name);
        hint += ".";
    }
    throw ConfigError{fmt::format("{}, line {}: unknown {} \"{}\". {}", file, line, what, key, hint)};
}

class Reader
{
  public:
    Reader(std::string file, const toml::table& root) : file_(std::move(file)), root_(root) {}

    void check_keys(std::vector<std::string>& warnings) const;

    [[nodiscard]] const toml::node* node(std::string_view path) const { return root_.at_path(path).node(); }

    [[nodiscard]] std::optional<std::string> text(std::string_view path) const
    {
        const auto* found = node(path);
        if (found == nullptr)
            return std::nullopt;
        if (const auto value = found->value_exact<std::string>())
            return value;
        fail(path, *found, "a text in quotes");
    }

    [[nodiscard]] std::optional<seconds> duration(std::string_view path) const
    {
        const auto value = text(path);
        if (!value)
            return std::nullopt;
        if (const auto parsed = parse_duration(*value))
            return parsed;
        fail(path, *node(path), "a duration such as \"90s\", \"15m\", \"4h\" or \"7d\"");
    }

    /// A duration or "never".
    [[nodiscard]] std::optional<std::optional<seconds>> duration_or_never(std::string_view path) const
    {
        if (text(path) == "never")
            return std::optional<seconds>{};
        const auto value = duration(path);
        return value ? std::optional{value} : std::nullopt;
    }

    /// One of the given words.
    [[nodiscard]] std::optional<std::string> word(std::string_view path,
                                                  const std::vector<std::string_view>& allowed) const
    {
        const auto value = text(path);
        if (value && std::find(allowed.begin(), allowed.end(), *value) == allowed.end())
            fail(path, *node(path), fmt::format("one of {}", fmt::join(allowed, ", ")));
        return value;
    }

    [[nodiscard]] std::optional<std::int64_t> number(std::string_view path, std::int64_t least) const
    {
        const auto* found = node(path);
        if (found == nullptr)
            return std::nullopt;
        const auto value = found->value_exact<std::int64_t>();
        if (!value || *value < least)
            fail(path, *found, fmt::format("a whole number, {} or more", least));
        return value;
    }

    [[nodiscard]] std::vector<UserId> users(std::string_view path) const
    {
        std::vector<UserId> users;
        const auto* found = node(path);
        if (found == nullptr)
            return users;
        const auto* list = found->as_array();
        if (list == nullptr)
            fail(path, *found, "a list of Slack user ids such as [\"U04DAN\"]");
        for (const auto& item : *list)
        {
            const auto id = item.value_exact<std::string>();
            if (!id)
                fail(path, item, "a Slack user id in quotes");
            users.push_back(UserId{*id});
        }
        return users;
    }

    [[noreturn]] void fail(std::string_view path, const toml::node& at, std::string_view expected) const
    {
        throw ConfigError{fmt::format("{}: {} must be {}.", place(file_, at), path, expected)};
    }

    [[nodiscard]] const toml::table& root() const { return root_; }
    [[nodiscard]] const std::string& file() const { return file_; }

  private:
    void check_section(const toml::table& table, const std::string& name, std::vector<std::string>& warnings) const;

    std::string file_;
    const toml::table& root_;
};

void Reader::check_section(const toml::table& table, const std::string& name, std::vector<std::string>& warnings) const
{
    const auto& sections = known_sections();
    const auto section = std::find_if(sections.begin(), sections.end(), [&](const auto& s) { return s.name == name; });
    if (section == sections.end())
    {
        std::vector<std::string_view> names;
        for (const auto& known : sections)
            names.push_back(known.name);
        unknown(file_, table.source().begin.line, "section", name, names);
    }
    if (!section->is_used)
        warnings.push_back(fmt::format("{}, line {}: [{}] is kept for a later version; this one does not act on it.",
                                       file_, table.source().begin.line, name));
    for (const auto& [key, value] : table)
    {
        const std::string_view word = key.str();
        const bool is_known = std::find(section->keys.begin(), section->keys.end(), word) != section->keys.end();
        if (!is_known && !section->any_key)
            unknown(file_, key.source().begin.line, fmt::format("key in [{}]", name), word, section->keys);
    }
}

void Reader::check_keys(std::vector<std::string>& warnings) const
{
    for (const auto& [key, value] : root_)
    {
        const std::string name{key.str()};
        if (const auto* list = value.as_array())
        {
            for (const auto& item : *list)
                if (const auto* table = item.as_table())
                    check_section(*table, name, warnings);
                else
                    throw ConfigError{fmt::format("{}: [[{}]] must hold keys.", place(file_, item), name)};
        }
        else if (const auto* table = value.as_table(); table != nullptr && name == "severity")
        {
            for (const auto& [level, inner] : *table)
                if (const auto* figures = inner.as_table())
                    check_section(*figures, fmt::format("severity.{}", level.str()), warnings);
                else
                    throw ConfigError{
                        fmt::format("{}: [severity.{}] must hold keys.", place(file_, inner), level.str())};
        }
        else if (table != nullptr)
            check_section(*table, name, warnings);
        else
        {
            std::vector<std::string_view> names;
            for (const auto& known : known_sections())
                names.push_back(known.name);
            unknown(file_, key.source().begin.line, "key outside a section", name, names);
        }
    }
}

void read_severities(const Reader& reader, Config& config)
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
void read_backups(const Reader& reader, Config& config)
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

void read_people(const Reader& reader, Config& config)
{
    config.managers = reader.users("people.managers");
    config.responders = reader.users("people.responders");
    config.admins = reader.users("people.admins");
    const auto* people = reader.node("people");
    if (people == nullptr || !people->is_table())
        return;
    for (const auto& [name, value] : *people->as_table())
        if (const auto id = value.value_exact<std::string>())
            config.people.emplace(std::string{name.str()}, UserId{*id});
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
    const Reader reader{path.string(), root};
    reader.check_keys(config.warnings);

    config.store_path = reader.text("store.path").value_or(config.store_path);
    config.http_listen = reader.text("http.listen").value_or(config.http_listen);
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
    for (const auto* name : {"oncall", "incident", "runbook", "faq", "status"})
        if (const auto command = reader.text(fmt::format("commands.{}", name)))
        {
            if (command->size() < 2 || command->size() > 32 || command->front() != '/')
                reader.fail(fmt::format("commands.{}", name), *reader.node(fmt::format("commands.{}", name)),
                            "a command with its slash, at most 32 characters, such as \"/svc\"");
            config.commands[name] = *command;
        }
    for (const auto* name : {"support", "alerts", "emergency", "reviews"})
        if (const auto channel = reader.text(fmt::format("channels.{}", name)))
            config.channels[name] = *channel;
    if (const auto room = reader.word("incident.room", {"channel", "thread"}))
        config.room = *room;
    config.handoff = reader.text("oncall.handoff");
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
        if (stream && std::getline(stream, line))
        {
            line.erase(line.find_last_not_of(" \t\r\n") + 1);
            return line;
        }
        if (named)
            throw ConfigError{fmt::format("{} names {}, which cannot be read.", file_variable, place.string())};
    }
    return {};
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

    config.store_path = environment("HOTWATCH_DB").value_or(config.store_path);
    config.http_listen = environment("HOTWATCH_LISTEN").value_or(config.http_listen);
    if (const auto url = environment("SLACK_API_URL"); url && !url->empty())
    {
        config.api_url = url->ends_with('/') ? *url : *url + "/";
        config.api_is_default = false;
    }
    config.app_token = secret("SLACK_APP_TOKEN", environment);
    config.bot_token = secret("SLACK_BOT_TOKEN", environment);
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
    for (const auto& [name, channel] : config.channels)
        policy.channels[name] = channel;
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
