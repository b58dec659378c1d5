#include "bot/export/format.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hotwatch::exports
{

namespace
{
using nlohmann::ordered_json;

constexpr std::string_view line_end = "\r\n";

ordered_json json_of(const Cell& cell)
{
    struct Writer
    {
        ordered_json operator()(Nothing) const { return nullptr; }
        ordered_json operator()(bool value) const { return value; }
        ordered_json operator()(std::int64_t value) const { return value; }
        ordered_json operator()(const std::string& value) const { return value; }
        ordered_json operator()(const std::vector<NamedPerson>& people) const
        {
            auto list = ordered_json::array();
            for (const auto& person : people)
                list.push_back({{"id", person.id}, {"name", person.name}});
            return list;
        }
    };
    return std::visit(Writer{}, cell);
}

std::string in_quotes(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text)
        out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

/// People's text; our own numbers and words need no care.
std::string harmless(std::string text)
{
    if (!text.empty() && std::string_view{"=+-@\t\r\n"}.find(text.front()) != std::string_view::npos)
        text.insert(text.begin(), '\'');
    return in_quotes(text);
}

std::string csv_of(const Cell& cell)
{
    struct Writer
    {
        std::string operator()(Nothing) const { return {}; }
        std::string operator()(bool value) const { return value ? "true" : "false"; }
        std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
        std::string operator()(const std::string& value) const { return harmless(value); }
        std::string operator()(const std::vector<NamedPerson>& people) const
        {
            std::string list;
            for (const auto& person : people)
                list += fmt::format("{}{} ({})", list.empty() ? "" : "; ", person.id, person.name);
            return harmless(list);
        }
    };
    return std::visit(Writer{}, cell);
}

template <typename Text>
std::string line(const Row& row, Text text)
{
    std::string out;
    for (const auto& column : row)
    {
        if (&column != &row.front())
            out += ',';
        out += text(column);
    }
    return out.append(line_end);
}
}  // namespace

std::string as_json(const Row& row)
{
    auto object = ordered_json::object();
    for (const auto& column : row)
        object[std::string{column.name}] = json_of(column.cell);
    return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string as_csv(const Row& row)
{
    return line(row, [](const Column& column) { return csv_of(column.cell); });
}

std::string csv_heading(const Row& row)
{
    return line(row, [](const Column& column) { return std::string{column.name}; });
}

}  // namespace hotwatch::exports
