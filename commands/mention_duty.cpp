#include "commands/mention_duty.hpp"

#include <algorithm>
#include <array>

#include "commands/letters.hpp"
#include "commands/oncall/words.hpp"

namespace hotwatch
{

namespace
{
enum class Then
{
    alone,   // nothing follows
    time,    // a moment may follow
    past,    // one that lies behind us
    length,  // a role, a length of time, or until when
};

struct Phrase
{
    std::string_view words;  // lower case, "on-call" as "on call", no apostrophe
    Then then;
    std::string_view text;  // of /oncall
};

// The first that fits wins.
constexpr std::array phrases{
    Phrase{"whos next on call", Then::alone, "next"},
    Phrase{"who is next on call", Then::alone, "next"},
    Phrase{"whos on call next", Then::alone, "next"},
    Phrase{"who is on call next", Then::alone, "next"},
    Phrase{"whos next", Then::alone, "next"},
    Phrase{"who is next", Then::alone, "next"},
    Phrase{"next handoff", Then::alone, "next"},
    Phrase{"when is the next handoff", Then::alone, "next"},
    Phrase{"whos on call", Then::time, ""},
    Phrase{"who is on call", Then::time, ""},
    Phrase{"who will be on call", Then::time, ""},
    Phrase{"wholl be on call", Then::time, ""},
    Phrase{"who was on call", Then::past, ""},
    Phrase{"when am i on call next", Then::alone, "me"},
    Phrase{"when am i on call", Then::alone, "me"},
    Phrase{"am i on call", Then::time, "me"},
    Phrase{"my shifts", Then::alone, "me"},
    Phrase{"on call schedule", Then::alone, "schedule"},
    Phrase{"schedule", Then::alone, "schedule"},
    Phrase{"im taking over", Then::length, "take"},
    Phrase{"i am taking over", Then::length, "take"},
    Phrase{"taking over", Then::length, "take"},
    Phrase{"ill take over", Then::length, "take"},
    Phrase{"i will take over", Then::length, "take"},
    Phrase{"i take over", Then::length, "take"},
    Phrase{"take over", Then::length, "take"},
    Phrase{"take", Then::length, "take"},
    Phrase{"on call", Then::time, ""},
};

constexpr std::string_view stops = ":,;.!? \n\t";

/// As the table writes it: small letters, no apostrophes, "on-call" and "oncall" in two words, one blank between.
std::string plain(std::string_view said)
{
    std::string text;
    for (std::string_view rest = said; !(rest = trimmed(rest)).empty();)
    {
        auto word = lowered(take_word(rest).text);
        std::erase(word, '\'');
        for (const std::string_view joined : {"on-call", "oncall"})
            if (word.starts_with(joined))
                word.replace(0, joined.size(), "on call");
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::optional<std::string> after_phrase(std::string_view text, std::string_view phrase)
{
    if (!text.starts_with(phrase))
        return std::nullopt;
    const auto rest = text.substr(phrase.size());
    if (!rest.empty() && stops.find(rest.front()) == std::string_view::npos)
        return std::nullopt;
    return std::string{trimmed(rest, stops)};
}

/// "for 2h", "as backup until 18:00", "2h": said of duty, and not of something else that is taken over.
bool is_length(std::string_view rest)
{
    const auto first = take_word(rest).text;
    const auto second = take_word(rest).text;
    const bool is_opening = first == "for" || first == "as" || first == "the";
    const auto& telling = is_opening ? second : first;
    return first == "until" || first == "till" || parse_duration(telling) || oncall::parse_role(telling);
}

std::string with(std::string_view first, std::string_view second)
{
    return std::string{trimmed(std::string{first}.append(" ").append(second))};
}

/// "when is ben on call": whose shifts.
std::optional<Named> of_somebody(std::string_view said, std::string_view text)
{
    constexpr std::array<std::string_view, 2> openings{"when is ", "is "};
    constexpr std::array<std::string_view, 2> ends{" on call next", " on call"};
    for (const auto opening : openings)
        for (const auto end : ends)
        {
            const auto bare = trimmed(text, stops);
            if (!bare.starts_with(opening) || !bare.ends_with(end) || bare.size() <= opening.size() + end.size())
                continue;
            // The name as it was typed: mentions are told by their capital letters.
            const auto words = std::ranges::count(opening, ' ');
            std::string_view rest = said;
            for (auto i = words; i > 0; --i)
                (void)take_word(rest);
            return Named{"oncall", with("who", trimmed(rest.substr(0, lowered(rest).rfind("on")), stops))};
        }
    return std::nullopt;
}
}  // namespace

std::optional<Named> duty_phrase(std::string_view said)
{
    const auto text = plain(said);
    for (const auto& phrase : phrases)
    {
        const auto rest = after_phrase(text, phrase.words);
        if (!rest || (phrase.then == Then::alone && !rest->empty()))
            continue;
        const bool is_now = rest->empty() || *rest == "now" || *rest == "right now";
        switch (phrase.then)
        {
        case Then::alone:
            return Named{"oncall", std::string{phrase.text}};
        case Then::time:
            return Named{"oncall", is_now ? std::string{phrase.text} : with("at", *rest)};
        case Then::past:
            return Named{"oncall", is_now ? std::string{} : with("at last", *rest)};
        case Then::length:
            if (is_now)
                return Named{"oncall", ""};
            if (is_length(*rest) && said.find('?') != std::string_view::npos)
                return Named{"oncall", ""};  // "take backup?" asks somebody else
            if (is_length(*rest))
                return Named{"oncall", with("take", *rest)};
            break;
        }
    }
    return of_somebody(said, text);
}

}  // namespace hotwatch
