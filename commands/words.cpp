// A typed line to Words: verb, flags, arguments.
#include <algorithm>

#include "commands/grammar.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
std::string lowered(std::string_view text)
{
    std::string low{text};
    std::ranges::transform(low, low.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return low;
}

constexpr std::string_view blanks = " \t\n";

std::string_view trimmed(std::string_view text)
{
    const auto start = text.find_first_not_of(blanks);
    if (start == std::string_view::npos)
        return {};
    return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

/// Takes the first word off; words in double quotes keep their blanks, and `raw` keeps the quotes.
struct Word
{
    std::string text;
    std::string_view raw;
};
Word take_word(std::string_view& text)
{
    text = text.substr(std::min(text.find_first_not_of(blanks), text.size()));
    Word word;
    std::size_t end = 0;
    bool in_quotes = false;
    for (; end < text.size(); ++end)
    {
        const char c = text[end];
        if (c == '"' && (in_quotes || text.find('"', end + 1) != std::string_view::npos))
            in_quotes = !in_quotes;
        else if (!in_quotes && blanks.find(c) != std::string_view::npos)
            break;
        else
            word.text += c;
    }
    word.raw = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

/// "--eta=04:00", "--eta 04:00" and "eta:04:00" for a flag that the verb knows. Other words, also "http://…", stay
/// text.
bool take_flag(std::string_view& text, const Verb& verb, std::map<std::string, std::string>& flags)
{
    auto rest = text;
    const auto word = take_word(rest);
    const bool is_dashed = word.text.starts_with("--") && word.text.size() > 2;
    const auto separator = word.text.find(is_dashed ? '=' : ':');
    const auto name = lowered(word.text.substr(
        is_dashed ? 2 : 0, separator == std::string::npos ? std::string::npos : separator - (is_dashed ? 2 : 0)));
    const bool is_known = std::ranges::find(verb.flags, std::string_view{name}) != verb.flags.end();
    if (!is_known && !is_dashed)
        return false;
    if (!is_known)
    {
        // Kept under its dashed name, so that the verb's caller can say which flag it does not know.
        flags["--" + name] = separator == std::string::npos ? "" : word.text.substr(separator + 1);
        text = rest;
        return true;
    }
    if (separator != std::string::npos)
        flags[name] = word.text.substr(separator + 1);
    else if (is_dashed)
        flags[name] = take_word(rest).text;
    else
        return false;
    text = rest;
    return true;
}
}  // namespace

Words parse_command(std::string_view command, std::string_view text)
{
    Words words;
    words.command = lowered(command);
    const std::string safe = clean(text, true);
    std::string_view rest = trimmed(safe);

    const Verb* verb = nullptr;
    {
        auto after = rest;
        const auto first = take_word(after);
        if (const auto name = lowered(first.text); !name.empty())
            verb = find_verb(words.command, name);
        if (verb != nullptr)
            rest = trimmed(after);
        else
            verb = find_verb(words.command, "");
    }
    if (verb != nullptr)
        words.verb = std::string{verb->name};

    // Flags stand anywhere before "--"; line breaks inside the text stay as they were typed.
    std::string kept;
    while (!rest.empty())
    {
        const auto gap = std::min(rest.find_first_not_of(blanks), rest.size());
        const auto between = rest.substr(0, gap);
        rest.remove_prefix(gap);
        auto after = rest;
        const auto word = take_word(after);
        if (word.raw == "--")
        {
            kept += kept.empty() ? trimmed(after) : std::string{between}.append(trimmed(after));
            break;
        }
        if (verb != nullptr && take_flag(rest, *verb, words.flags))
            continue;
        kept += kept.empty() ? "" : between;
        kept += word.raw;
        rest = after;
    }
    words.rest = std::string{trimmed(kept)};
    for (std::string_view left = words.rest; !trimmed(left).empty();)
        words.args.push_back(take_word(left).text);
    return words;
}

Named command_name(std::string_view slash, std::string_view text, const Policy& policy)
{
    const auto low = lowered(slash);
    std::string_view name = low;
    if (name.starts_with('/'))
        name.remove_prefix(1);
    static constexpr std::array canonical{std::string_view{"oncall"}, std::string_view{"incident"},
                                          std::string_view{"runbook"}, std::string_view{"faq"},
                                          std::string_view{"status"}};
    for (const auto& [command, shown] : policy.commands)
        if (lowered(shown) == "/" + std::string{name})
            return {command, std::string{trimmed(text)}};
    if (name == "svc")
        name = "status";
    if (std::ranges::find(canonical, name) != canonical.end())
        return {std::string{name}, std::string{trimmed(text)}};
    if (name != "hotwatch")
        return {{}, std::string{trimmed(text)}};
    auto rest = trimmed(text);
    const auto end = std::min(rest.find_first_of(blanks), rest.size());
    const auto inner = command_name(rest.substr(0, end), rest.substr(end), policy);
    if (!inner.command.empty() && inner.command != "hotwatch")
        return inner;
    return {"hotwatch", std::string{rest}};
}

}  // namespace hotwatch
