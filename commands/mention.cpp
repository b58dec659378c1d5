// What people say to the bot in a channel, by a fixed table of phrases (product section 8). Anything else is no phrase.
#include <algorithm>
#include <array>

#include "commands/grammar.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
enum class Match
{
    whole,
    start
};

struct Phrase
{
    std::string_view words;  // lower case, without end marks
    Match match;
    std::string_view command;
    std::string_view before;  // goes before what follows the phrase
};

// The first that fits wins. With Match::start what follows is kept: a colon or a blank ends the phrase.
constexpr std::array phrases{
    Phrase{"who's on call", Match::start, "oncall", ""},    Phrase{"whos on call", Match::start, "oncall", ""},
    Phrase{"who is on call", Match::start, "oncall", ""},   Phrase{"who's on-call", Match::start, "oncall", ""},
    Phrase{"who is on-call", Match::start, "oncall", ""},   Phrase{"on it", Match::whole, "incident", "ack"},
    Phrase{"i'm on it", Match::whole, "incident", "ack"},   Phrase{"got it", Match::whole, "incident", "ack"},
    Phrase{"i've got it", Match::whole, "incident", "ack"}, Phrase{"i got it", Match::whole, "incident", "ack"},
    Phrase{"ack", Match::start, "incident", "ack"},         Phrase{"acknowledge", Match::start, "incident", "ack"},
    Phrase{"update", Match::start, "incident", "update"},   Phrase{"resolved", Match::start, "incident", "resolve"},
    Phrase{"resolve", Match::start, "incident", "resolve"}, Phrase{"snooze", Match::start, "incident", "snooze"},
    Phrase{"declare", Match::start, "incident", "declare"}, Phrase{"list", Match::start, "incident", "list"},
    Phrase{"show", Match::start, "incident", "show"},       Phrase{"help", Match::whole, "hotwatch", "help"},
};

std::string lowered(std::string_view text)
{
    std::string low{text};
    std::ranges::transform(low, low.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return low;
}

std::string trimmed(std::string text)
{
    text.erase(0, std::min(text.find_first_not_of(" \t\n"), text.size()));
    text.erase(text.find_last_not_of(" \t\n") + 1);
    return text;
}

std::optional<Named> by_phrase(const std::string& text, const std::string& low)
{
    for (const auto& phrase : phrases)
    {
        if (!low.starts_with(phrase.words))
            continue;
        auto rest = text.substr(phrase.words.size());
        if (phrase.match == Match::whole)
        {
            if (rest.find_first_not_of("!. ") != std::string::npos)
                continue;
            return Named{std::string{phrase.command}, std::string{phrase.before}};
        }
        if (!rest.empty() && std::string_view{": ,?!.\n"}.find(rest.front()) == std::string_view::npos)
            continue;
        rest.erase(0, std::min(rest.find_first_not_of(": ,?!\n"), rest.size()));
        if (phrase.command == "oncall")
        {
            while (!rest.empty() && (rest.back() == '?' || rest.back() == ' '))
                rest.pop_back();
            if (lowered(rest) == "now")
                rest.clear();
            return Named{"oncall", rest.empty() ? "" : "at " + rest};
        }
        return Named{std::string{phrase.command}, trimmed(std::string{phrase.before} + " " + rest)};
    }
    return std::nullopt;
}
}  // namespace

Named mention_phrase(std::string_view said)
{
    auto text = trimmed(clean(said, true));
    auto low = lowered(text);
    for (const std::string_view greeting : {"@hotwatch", "hotwatch", "please", "hey", "hi"})
        if (low.starts_with(greeting) && (low.size() == greeting.size() ||
                                          std::string_view{" ,:"}.find(low[greeting.size()]) != std::string_view::npos))
        {
            text = trimmed(text.substr(std::min(low.find_first_not_of(" ,:", greeting.size()), text.size())));
            low = lowered(text);
        }
    if (text.empty())
        return {"hotwatch", "help"};

    // "incident list", "/incident list": a command line as it is typed elsewhere.
    const auto end = std::min(text.find_first_of(" \n"), text.size());
    const auto first = text.substr(0, end);
    if (const auto named = command_name(first, text.substr(end), {}); !named.command.empty())
        return named;

    if (auto found = by_phrase(text, low))
        return *found;

    // "P0 approval queue is down": looser, so it asks before anything is declared (product section 15).
    if (parse_severity(first) && first.size() > 1 && end < text.size())
        return {"incident", "suggest " + text};
    return {};
}

}  // namespace hotwatch
