// A typed line to Words: verb, flags, arguments.
#include <algorithm>

#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
/// "<https://x|label>", as Slack sends a link that somebody typed, to "https://x"; "<mailto:a@b|a@b>" to "a@b".
/// Mentions keep their brackets, for parse_user and parse_channel (platform section 8).
std::string with_plain_links(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty())
    {
        const auto open = std::min(text.find('<'), text.size());
        plain += text.substr(0, open);
        text.remove_prefix(open);
        if (text.empty())
            break;
        const auto close = text.find_first_of("<> \n\t", 1);
        const bool is_link =
            close != std::string_view::npos && text[close] == '>' &&
            (text.starts_with("<http://") || text.starts_with("<https://") || text.starts_with("<mailto:"));
        if (!is_link)
        {
            plain += text.front();
            text.remove_prefix(1);
            continue;
        }
        auto address = text.substr(1, close - 1);
        address = address.substr(0, address.find('|'));
        if (address.starts_with("mailto:"))
            address.remove_prefix(7);
        for (auto amp = address.find("&amp;"); amp != std::string_view::npos; amp = address.find("&amp;"))
        {
            plain.append(address.substr(0, amp)).push_back('&');
            address.remove_prefix(amp + 5);
        }
        plain += address;
        text.remove_prefix(close + 1);
    }
    return plain;
}

/// "--eta=04:00", "--eta 04:00" and "eta:04:00" for a flag that the verb knows. Other words, also "http://…", "eta:"
/// alone and rows of dashes, stay text. A flag that the verb does not know is kept under its dashed name, so that `run`
/// can refuse it, but stays text where the verb takes people's text; one without a value has "".
bool take_flag(std::string_view& text, const Verb& verb, std::map<std::string, std::string>& flags)
{
    auto after = text;
    const auto word = take_word(after);
    const bool is_dashed =
        word.raw.size() > 2 && word.raw.starts_with("--") && lowered(word.raw[2]) >= 'a' && lowered(word.raw[2]) <= 'z';
    const std::size_t start = is_dashed ? 2 : 0;
    const auto separator = word.text.find(is_dashed ? '=' : ':', start);
    const bool has_separator = separator != std::string::npos;
    const auto name = lowered(std::string_view{word.text}.substr(start, has_separator ? separator - start : separator));
    const auto value = has_separator ? word.text.substr(separator + 1) : std::string{};
    const bool is_known = std::ranges::find(verb.flags, std::string_view{name}) != verb.flags.end();
    if ((!is_dashed && (!is_known || value.empty())) || (verb.takes_text && !is_known))
        return false;
    text = after;
    if (!is_known)
        flags["--" + name] = value;
    else if (has_separator)
        flags[name] = value;
    else if (is_switch(name))
        flags[name] = "yes";
    else if (trimmed(text).starts_with("--"))
        flags[name].clear();
    else
        flags[name] = take_word(text).text;
    return true;
}

/// Flags stand anywhere before "--"; blanks and line breaks inside the remaining text stay as they were typed.
std::string take_flags(std::string_view text, const Verb& verb, std::map<std::string, std::string>& flags)
{
    std::string kept;
    while (!text.empty())
    {
        const auto gap = std::min(text.find_first_not_of(blanks), text.size());
        const auto between = text.substr(0, gap);
        text.remove_prefix(gap);
        auto after = text;
        const auto word = take_word(after);
        if (word.raw == "--")
            return kept.append(between).append(trimmed(after));
        if (take_flag(text, verb, flags))
            continue;
        kept.append(between).append(word.raw);
        text = after;
    }
    return kept;
}

/// The verb that a line begins with, and in `after` what follows: a word, or "on it" where nothing but the incident
/// follows it.
const Verb* opening_verb(std::string_view command, std::string_view line, std::string_view& after)
{
    after = line;
    const auto first = lowered(take_word(after).text);
    if (const auto* verb = first.empty() ? nullptr : find_verb(command, first); verb != nullptr)
        return verb;
    constexpr std::string_view marks = ",;.!?";
    auto rest = after;
    const auto both = first + " " + lowered(trimmed(take_word(rest).text, marks));
    const auto* verb = find_verb(command, both);
    auto ids = rest;
    const bool is_alone = trimmed(rest).empty() || parse_incident_id(trimmed(take_word(ids).text, marks));
    if (verb == nullptr || !is_alone)
        return nullptr;
    after = rest;
    return verb;
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> words;
    for (text = trimmed(text); !text.empty(); text = trimmed(text))
        words.push_back(take_word(text).text);
    return words;
}
}  // namespace

Word take_word(std::string_view& text)
{
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
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

Words parse_command(std::string_view command, std::string_view text)
{
    Words words;
    words.command = lowered(command);
    const auto safe = clean(with_plain_links(text), true);
    auto rest = trimmed(safe);

    std::string_view after;
    const auto* verb = opening_verb(words.command, rest, after);
    auto first_of = rest;
    const auto first = take_word(first_of).text;
    if (verb != nullptr)
        rest = trimmed(after);
    else
        verb = find_verb(words.command, "");
    if (verb != nullptr)
        words.verb = std::string{verb->name};

    // A line that begins with a word that is no verb is kept whole, flags too: what was meant may know them.
    const bool has_verb = verb != nullptr && (!verb->name.empty() || first.starts_with("--"));
    const bool is_id_alone = parse_incident_id(first) && (trimmed(after).empty() || trimmed(after).starts_with("--"));
    const bool is_understood = has_verb || (verb != nullptr && (is_id_alone || verb->takes_text));
    words.rest = is_understood ? std::string{trimmed(take_flags(rest, *verb, words.flags))} : std::string{rest};
    words.args = split(words.rest);
    return words;
}

}  // namespace hotwatch
