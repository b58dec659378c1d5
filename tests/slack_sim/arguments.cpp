// The arguments of one Web API call, whichever way they came: query, form or JSON (platform section 12.1).
#include "arguments.hpp"

#include <charconv>

namespace slack_sim
{

namespace
{

int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string decode(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const bool is_escape =
            text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
        if (is_escape)
        {
            plain += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        }
        else
            plain += text[i] == '+' ? ' ' : text[i];
    }
    return plain;
}

}  // namespace

void Args::read_form(std::string_view text)
{
    while (!text.empty())
    {
        const auto end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        const auto equals = pair.find('=');
        if (!pair.empty())
            given_[decode(pair.substr(0, equals))] =
                equals == std::string_view::npos ? std::string{} : decode(pair.substr(equals + 1));
        if (end == std::string_view::npos)
            return;
        text.remove_prefix(end + 1);
    }
}

bool Args::has(std::string_view key) const
{
    const auto value = given_.find(key);
    return value != given_.end() && !value->is_null();
}

std::string Args::text(std::string_view key) const
{
    const auto value = given_.find(key);
    if (value == given_.end() || value->is_null() || value->is_structured())
        return {};
    return value->is_string() ? value->get<std::string>() : value->dump();
}

bool Args::flag(std::string_view key, bool otherwise) const
{
    const std::string value = text(key);
    return value.empty() ? otherwise : value == "true" || value == "1";
}

std::optional<std::int64_t> Args::number(std::string_view key) const
{
    const std::string value = text(key);
    std::int64_t parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (error != std::errc{} || end != value.data() + value.size())
        return std::nullopt;
    return parsed;
}

Json Args::structure(std::string_view key) const
{
    const auto value = given_.find(key);
    if (value == given_.end() || value->is_null() ||
        (value->is_string() && value->get_ref<const std::string&>().empty()))
        return nullptr;
    if (!value->is_string())
        return *value;
    return Json::parse(value->get_ref<const std::string&>(), nullptr, false);
}

bool Args::is_number(std::string_view key) const
{
    const auto value = given_.find(key);
    return value != given_.end() && value->is_number();
}

}  // namespace slack_sim
