#include "commands/render.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch
{

namespace
{
using blocks::Button;
using nlohmann::json;

constexpr std::size_t word_shown = 80;    // of a word that is quoted back
constexpr std::size_t line_shown = 150;   // of a command line
constexpr std::size_t title_shown = 300;  // of what would be declared

// A section holds 3,000 UTF-16 units (platform section 15); a byte of UTF-8 is never more than one of them.
constexpr std::size_t section_bytes = 2'900;

/// Where the first section of `text` ends: all of it, or at a line's end, a blank, or between two characters.
std::size_t section_end(std::string_view text)
{
    if (text.size() <= section_bytes)
        return text.size();
    const auto head = text.substr(0, section_bytes);
    for (const char separator : {'\n', ' '})
        if (const auto at = head.rfind(separator); at != std::string_view::npos && at > section_bytes / 2)
            return at;
    auto end = section_bytes;
    if (const auto entity = head.rfind('&'); entity != std::string_view::npos && entity + 5 > section_bytes)
        end = entity;
    while (end > 1 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return end;
}

/// Without a button where the line would not fit in one: half a command must never run.
Message with_button(const std::string& text, const std::string& label, const std::string& line)
{
    if (utf16_units(line) > blocks::longest_value)
        return render_text(text + " That is too long for a button: please type it again like that.");
    return blocks::message(text, json::array({blocks::section(text), blocks::actions({{.label = label,
                                                                                       .action_id = "hotwatch.run",
                                                                                       .value = line,
                                                                                       .style = Button::Style::primary,
                                                                                       .spoken = label}})}));
}

std::string does_not_know(std::string_view command, std::string_view typed, const Policy& policy)
{
    return fmt::format("`{}` does not know \"{}\".", shown_name(command, policy), one_line(typed, word_shown));
}

/// The first two words of a line: "/incident update".
std::string verb_of(std::string_view line, const Policy& policy)
{
    const auto second = std::min(line.find(' '), line.size() - 1) + 1;
    return shown_line(line.substr(0, line.find(' ', second)), policy);
}

std::string how_it_is_typed(const Verb& verb, const Policy& policy)
{
    return fmt::format("`{} {}`", shown_name(verb.command, policy), blocks::escape(verb.usage));
}
}  // namespace

std::string shown_name(std::string_view command, const Policy& policy)
{
    const auto found = policy.commands.find(std::string{command});
    return found != policy.commands.end() && !found->second.empty() ? found->second : fmt::format("/{}", command);
}

std::string one_line(std::string_view text, std::size_t most)
{
    std::string line{text};
    for (char& c : line)
        if (c == '\n' || c == '\t')
            c = ' ';
        else if (c == '`')
            c = '\'';
    return blocks::escape(blocks::cut(line, most));
}

std::string shown_line(std::string_view line, const Policy& policy)
{
    const auto space = std::min(line.find(' '), line.size());
    return shown_name(line.substr(0, space), policy) + one_line(line.substr(space), line_shown);
}

Message render_text(const std::string& mrkdwn, const std::vector<blocks::Button>& buttons)
{
    json all = json::array();
    for (std::string_view rest = mrkdwn; !rest.empty();)
    {
        const auto end = section_end(rest);
        all.push_back(blocks::section(std::string{rest.substr(0, end)}));
        rest.remove_prefix(end);
        while (rest.starts_with('\n') || rest.starts_with(' '))
            rest.remove_prefix(1);
    }
    if (!buttons.empty())
        all.push_back(blocks::actions(buttons));
    return blocks::message(mrkdwn, all);
}

Message render_did_you_mean(std::string_view command, std::string_view typed, const std::string& line,
                            const Policy& policy)
{
    return with_button(
        fmt::format("{} Did you mean `{}`?", does_not_know(command, typed, policy), shown_line(line, policy)),
        "Run " + verb_of(line, policy), line);
}

Message render_unknown_word(std::string_view command, std::string_view typed, const Policy& policy)
{
    return render_text(fmt::format("{} `{} help` shows what it knows.", does_not_know(command, typed, policy),
                                   shown_name(command, policy)));
}

Message render_declare_instead(std::string_view typed, const std::string& title, const Policy& policy)
{
    const auto line = "incident declare " + title;
    return with_button(fmt::format("{} If something is broken, declare it: `{}`",
                                   does_not_know("incident", typed, policy), shown_line(line, policy)),
                       "Declare", line);
}

Message render_suggestion(const std::string& title, const Policy& policy)
{
    const auto end = std::min(title.find_first_of(blanks), title.size());
    const auto first = std::string_view{title}.substr(0, end);
    // A digit alone begins the title: "open 3 services are down".
    const bool is_digit = first.size() == 1 && parse_severity(first);
    const auto severity = is_digit ? std::optional{Severity::p2} : parse_severity(first);
    const auto line = is_digit ? "incident declare P2 " : "incident declare ";
    const auto what = one_line(trimmed(std::string_view{title}.substr(severity && !is_digit ? end : 0)), title_shown);
    if (what.empty())
        return render_text(fmt::format("Say what is broken: `{} declare P1 Approval queue not loading`",
                                       shown_name("incident", policy)));
    return with_button(fmt::format("Declare {}{}*{}*? Nothing is declared until somebody presses the button.",
                                   severity ? blocks::severity(*severity) : "", severity ? ": " : "", what),
                       "Declare", line + title);
}

Message render_proposal(std::string_view line, const Policy& policy)
{
    if (line.empty())
        return render_text(fmt::format("`{} help` shows what can be recorded.", shown_name("incident", policy)));
    const auto words = trimmed(line.substr(std::min(line.find(' '), line.size())));
    const auto whole = fmt::format("incident {}", line);
    const auto question = fmt::format("faq {}", words);
    auto text =
        fmt::format("Nothing was recorded, as that may be a question. To record it: `{}`", shown_line(whole, policy));
    if (!words.empty())
        text += fmt::format("; to look for an answer: `{}`", shown_line(question, policy));
    if (utf16_units(whole) > blocks::longest_value)
        return render_text(text);
    std::vector<Button> buttons{
        {.label = "Run " + verb_of(whole, policy), .action_id = "hotwatch.run#record", .value = whole}};
    if (line.starts_with("update"))  // asked for, most likely
        buttons.push_back({.label = "Catch me up", .action_id = "hotwatch.run#show", .value = "incident show"});
    if (!words.empty())
        buttons.push_back({.label = "Ask", .action_id = "hotwatch.run#ask", .value = question});
    return render_text(text, buttons);
}

Message render_unknown_flag(const Verb& verb, std::string_view flag, const Policy& policy)
{
    const auto bare = trimmed(flag, "-");
    auto text = fmt::format("`{}` does not know --{}. Nothing was done. ",
                            trimmed(fmt::format("{} {}", shown_name(verb.command, policy), verb.name)),
                            one_line(bare, word_shown));
    if (const auto meant = nearest(bare, verb.flags); !meant.empty())
        text += fmt::format("Did you mean --{}? ", meant);
    else if (verb.flags.empty())
        text += "It takes no flags. ";
    else
        text += fmt::format("It takes --{}. ", fmt::join(verb.flags, ", --"));
    const bool takes_text = verb.usage.find('<') != std::string_view::npos;
    if (takes_text)
        text += fmt::format("To keep it in your text: `{} {} -- …`", shown_name(verb.command, policy), verb.name);
    return render_text(std::string{trimmed(text)});
}

Message render_flag_without_value(const Verb& verb, std::string_view flag, const Policy& policy)
{
    return render_text(
        fmt::format("--{} needs a value. Nothing was done. It is typed {}", flag, how_it_is_typed(verb, policy)));
}

Message render_not_built_in(const Verb& verb, const Policy& policy, std::string_view rest)
{
    auto text = fmt::format("`{}` is not built into this version of Hotwatch. ",
                            trimmed(fmt::format("{} {}", shown_name(verb.command, policy), verb.name)));
    const auto* bare = find_verb(verb.command, "");
    const bool is_search = bare != nullptr && std::ranges::find(bare->aliases, "search") != bare->aliases.end();
    if (is_search && !verb.name.empty())
    {
        const auto line = trimmed(fmt::format("{} search {} {}", verb.command, verb.name, rest));
        return with_button(text + fmt::format("To search for the words: `{}`", shown_line(line, policy)), "Search",
                           line);
    }
    if (bare != nullptr && bare->handler != nullptr)
        return render_text(text + fmt::format("`{}`: {}", shown_name(verb.command, policy), bare->help));
    std::string built;
    for (const auto& row : verbs())
        if (row.name.empty() && !row.help.empty())
            built += fmt::format("{}`{} help`", built.empty() ? "" : ", ", shown_name(row.command, policy));
    return render_text(text + fmt::format("What is: {}", built));
}

Message render_gone(const Policy& policy)
{
    return render_text(
        fmt::format("That button is from another version of Hotwatch and does nothing now. `{} help` shows "
                    "how to say it in words.",
                    shown_name("incident", policy)));
}

}  // namespace hotwatch
