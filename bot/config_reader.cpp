#include "bot/config_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bot/config_keys.hpp"
#include "commands/grammar.hpp"

namespace hotwatch
{

namespace
{
/// An id as Slack gives them, that begins with one of `letters`.
bool is_id(const toml::node& value, std::string_view letters)
{
    constexpr std::string_view capitals_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const auto id = value.value_exact<std::string>();
    return id && id->size() > 1 && letters.find(id->front()) != std::string_view::npos &&
           id->find_first_not_of(capitals_and_digits) == std::string::npos;
}

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

std::vector<std::string_view> section_names()
{
    std::vector<std::string_view> names;
    for (const auto& known : known_sections())
        names.push_back(known.name);
    return names;
}
}  // namespace

std::optional<std::string> ConfigReader::text(std::string_view path) const
{
    const auto* found = node(path);
    if (found == nullptr)
        return std::nullopt;
    if (const auto value = found->value_exact<std::string>())
        return value;
    fail(path, *found, "a text in quotes");
}

std::optional<std::string> ConfigReader::filled(std::string_view path, std::string_view expected) const
{
    auto value = text(path);
    if (value && value->find_first_not_of(" \t#") == std::string::npos)
        fail(path, *node(path), expected);
    return value;
}

std::optional<seconds> ConfigReader::duration(std::string_view path) const
{
    const auto value = text(path);
    if (!value)
        return std::nullopt;
    if (const auto parsed = parse_duration(*value))
        return parsed;
    fail(path, *node(path), "a duration such as \"90s\", \"15m\", \"4h\" or \"7d\"");
}

std::optional<std::optional<seconds>> ConfigReader::duration_or_never(std::string_view path) const
{
    if (text(path) == "never")
        return std::optional<seconds>{};
    const auto value = duration(path);
    return value ? std::optional{value} : std::nullopt;
}

std::optional<std::string> ConfigReader::word(std::string_view path, const std::vector<std::string_view>& allowed) const
{
    const auto value = text(path);
    if (value && std::find(allowed.begin(), allowed.end(), *value) == allowed.end())
        fail(path, *node(path), fmt::format("one of {}", fmt::join(allowed, ", ")));
    return value;
}

std::optional<std::int64_t> ConfigReader::number(std::string_view path, std::int64_t least) const
{
    const auto* found = node(path);
    if (found == nullptr)
        return std::nullopt;
    const auto value = found->value_exact<std::int64_t>();
    if (!value || *value < least)
        fail(path, *found, fmt::format("a whole number, {} or more", least));
    return value;
}

std::vector<UserId> ConfigReader::users(std::string_view path, std::vector<std::string>& warnings) const
{
    std::vector<UserId> users;
    const auto* found = node(path);
    if (found == nullptr)
        return users;
    const auto* list = found->as_array();
    if (list == nullptr)
        fail(path, *found, "a list of Slack user ids such as [\"U04DAN\"]");
    for (const auto& item : *list)
        if (is_id(item, "S"))
            warnings.push_back(
                fmt::format("{}: {} names the user group {}; this version does not look into user groups, so "
                            "nobody is meant by it.",
                            place(file_, item), path, *item.value_exact<std::string>()));
        else
            users.push_back(user(path, item));
    return users;
}

UserId ConfigReader::user(std::string_view path, const toml::node& value) const
{
    if (!is_id(value, "UW"))
        fail(path, value,
             "a Slack user id in quotes, such as \"U04DAN\" (in Slack: the person's profile, More, Copy member ID)");
    return UserId{*value.value_exact<std::string>()};
}

void ConfigReader::fail(std::string_view path, const toml::node& at, std::string_view expected) const
{
    throw ConfigError{fmt::format("{}: {} must be {}.", place(file_, at), path, expected)};
}

void ConfigReader::check_section(const toml::table& table, const std::string& name, bool is_list,
                                 std::vector<std::string>& warnings) const
{
    const auto& sections = known_sections();
    const auto section = std::find_if(sections.begin(), sections.end(), [&](const auto& s) { return s.name == name; });
    if (section == sections.end())
        unknown(file_, table.source().begin.line, "section", name, section_names());
    if (section->is_list != is_list)
        throw ConfigError{fmt::format("{}: {} is written {}.", place(file_, table), name,
                                      is_list ? fmt::format("once, as [{}]", name) : fmt::format("as [[{}]]", name))};
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

void ConfigReader::check_keys(std::vector<std::string>& warnings) const
{
    for (const auto& [key, value] : root_)
    {
        const std::string name{key.str()};
        if (const auto* list = value.as_array(); list != nullptr && !list->empty())
        {
            for (const auto& item : *list)
                if (const auto* table = item.as_table())
                    check_section(*table, name, true, warnings);
                else
                    throw ConfigError{fmt::format("{}: [[{}]] must hold keys.", place(file_, item), name)};
        }
        else if (const auto* table = value.as_table(); table != nullptr && name == "severity")
        {
            for (const auto& [level, inner] : *table)
                if (const auto* figures = inner.as_table())
                    check_section(*figures, fmt::format("severity.{}", level.str()), false, warnings);
                else
                    throw ConfigError{
                        fmt::format("{}: [severity.{}] must hold keys.", place(file_, inner), level.str())};
        }
        else if (table != nullptr)
            check_section(*table, name, false, warnings);
        else
            unknown(file_, key.source().begin.line, "key outside a section", name, section_names());
    }
}

}  // namespace hotwatch
