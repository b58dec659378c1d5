#include "commands/incident/markdown.hpp"

#include <algorithm>

namespace hotwatch::incident::markdown
{

namespace
{
bool is_word(std::string_view text, std::size_t at)
{
    if (at >= text.size())
        return false;
    const auto c = static_cast<unsigned char>(text[at]);
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/// Obeyed anywhere. An underscore within a word ("agent_sdk") is not, and names are full of them.
bool is_sign(std::string_view text, std::size_t at)
{
    if (text[at] == '_')
        return at == 0 || !is_word(text, at - 1) || !is_word(text, at + 1);
    return std::string_view{"\\`*[]<>|~&"}.find(text[at]) != std::string_view::npos;
}

/// Where a list would begin with its number: "1." and "1)".
std::size_t end_of_number(std::string_view text)
{
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    return end > 0 && end < text.size() && (text[end] == '.' || text[end] == ')') ? end : std::string_view::npos;
}
}  // namespace

std::string line(std::string_view text)
{
    std::string flat{text};
    std::ranges::replace_if(
        flat, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    flat.erase(0, std::min(flat.find_first_not_of(' '), flat.size()));
    const auto number = end_of_number(flat);
    std::string out;
    for (std::size_t i = 0; i < flat.size(); ++i)
    {
        const bool begins_a_block = i == 0 && std::string_view{"#-+="}.find(flat[i]) != std::string_view::npos;
        if (begins_a_block || i == number || is_sign(flat, i))
            out += '\\';
        out += flat[i];
    }
    return out;
}

std::string quote(std::string_view text, std::string_view indent)
{
    std::string out;
    while (!text.empty())
    {
        const auto end = std::min(text.find('\n'), text.size());
        const auto inner = line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        out.append(indent).append(inner.empty() ? ">" : "> ").append(inner);
        // Two blanks keep the line's end.
        out.append(text.empty() || inner.empty() ? "\n" : "  \n");
    }
    return out;
}

}  // namespace hotwatch::incident::markdown
