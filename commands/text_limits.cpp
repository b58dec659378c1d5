#include "commands/text_limits.hpp"

#include "commands/blocks.hpp"

namespace hotwatch
{

namespace
{
/// Bytes of the code point that starts at `lead`; stray bytes count as one.
std::size_t length_of(unsigned char lead)
{
    if (lead < 0xC0)
        return 1;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

constexpr std::size_t longest_entity = 5;   // &amp;
constexpr std::size_t longest_token = 200;  // a date token or a mention
}  // namespace

std::size_t utf16_units(std::string_view text)
{
    std::size_t units = 0;
    for (std::size_t i = 0; i < text.size();)
    {
        const auto length = length_of(static_cast<unsigned char>(text[i]));
        units += length == 4 ? 2 : 1;
        i += length;
    }
    return units;
}

std::size_t bytes_within(std::string_view text, std::size_t most)
{
    std::size_t units = 0;
    std::size_t end = 0;
    while (end < text.size())
    {
        const auto length = length_of(static_cast<unsigned char>(text[end]));
        const std::size_t next = units + (length == 4 ? 2 : 1);
        if (next > most)
            break;
        units = next;
        end = std::min(end + length, text.size());
    }
    if (end == text.size())
        return end;
    const auto head = text.substr(0, end);
    if (const auto entity = head.rfind('&'); entity != std::string_view::npos && end - entity < longest_entity &&
                                             head.find(';', entity) == std::string_view::npos)
        end = entity;
    if (const auto token = head.rfind('<'); token != std::string_view::npos && end - token < longest_token &&
                                            head.find('>', token) == std::string_view::npos)
        end = std::min(end, token);
    return end;
}

namespace blocks
{

std::string escape(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text)
    {
        if (c == '&')
            escaped += "&amp;";
        else if (c == '<')
            escaped += "&lt;";
        else if (c == '>')
            escaped += "&gt;";
        else
            escaped += c;
    }
    return escaped;
}

std::string cut(std::string_view text, std::size_t most)
{
    if (text.size() <= most || utf16_units(text) <= most)
        return std::string{text};
    if (most == 0)
        return {};
    return std::string{text.substr(0, bytes_within(text, most - 1))} + "…";
}

}  // namespace blocks

}  // namespace hotwatch
