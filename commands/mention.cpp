// What people say to the bot in a channel, by a fixed table of phrases (product section 8). Anything else is a question
// for /faq.
#include <algorithm>
#include <array>

#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/mention_duty.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
enum class After
{
    id,     // the phrase stands alone, or with the incident that it is about
    alone,  // nothing follows
    about,  // the phrase stands alone, or the incident that it is about follows, and more
    text,   // what follows is text
    said,   // text that is recorded; a question is recorded only where a colon or the incident's id says that it is
            // meant
    colon,  // likewise, and a colon says that it is meant: "search: queue"
    word,   // the phrase stands alone, or a colon or the incident's id says that it is meant: "cancel: a planned
            // restart"; other words are proposed
    rank,   // a severity follows, perhaps after the id
    role,   // a role or a person follows, perhaps after the id
    into,   // the id of an incident follows, perhaps after "into"
    topic,  // the phrase stands alone, or a command or verb follows
    which,  // the phrase stands alone, or what a list of incidents can be narrowed to follows
};

struct Phrase
{
    std::string_view words;  // lower case
    After after;
    std::string_view command;
    std::string_view verb;
    std::string_view then = {};  // stands after all that was said
};

// The first that fits wins.
constexpr std::array phrases{
    Phrase{"on it", After::id, "incident", "ack"},
    Phrase{"i'm on it", After::id, "incident", "ack"},
    Phrase{"im on it", After::id, "incident", "ack"},
    Phrase{"got it", After::id, "incident", "ack"},
    Phrase{"i got it", After::id, "incident", "ack"},
    Phrase{"i've got it", After::id, "incident", "ack"},
    Phrase{"ive got it", After::id, "incident", "ack"},
    Phrase{"ack", After::id, "incident", "ack"},
    Phrase{"acknowledge", After::id, "incident", "ack"},
    Phrase{"take it", After::id, "incident", "lead", "me"},
    Phrase{"i'll take it", After::id, "incident", "lead", "me"},
    Phrase{"i'll lead", After::id, "incident", "lead", "me"},
    Phrase{"catch me up on", After::id, "incident", "show"},
    Phrase{"catch me up", After::id, "incident", "show"},
    Phrase{"join", After::id, "incident", "join"},
    Phrase{"leave", After::id, "incident", "leave"},
    Phrase{"close", After::id, "incident", "close"},
    Phrase{"timeline", After::id, "incident", "timeline"},
    Phrase{"mitigated", After::word, "incident", "mitigate"},
    Phrase{"mitigate", After::word, "incident", "mitigate"},
    Phrase{"reopened", After::word, "incident", "reopen"},
    Phrase{"reopen", After::word, "incident", "reopen"},
    Phrase{"cancelled", After::word, "incident", "cancel"},
    Phrase{"cancel", After::word, "incident", "cancel"},
    Phrase{"report", After::word, "incident", "report"},
    Phrase{"note", After::said, "incident", "note"},
    Phrase{"severity", After::rank, "incident", "severity"},
    Phrase{"raise to", After::rank, "incident", "severity"},
    Phrase{"lower to", After::rank, "incident", "severity"},
    Phrase{"assign", After::role, "incident", "assign"},
    Phrase{"lead", After::role, "incident", "lead"},
    Phrase{"merge", After::into, "incident", "merge"},
    Phrase{"update", After::said, "incident", "update"},
    Phrase{"resolved", After::said, "incident", "resolve"},
    Phrase{"resolve", After::said, "incident", "resolve"},
    Phrase{"snooze", After::said, "incident", "snooze"},
    Phrase{"declare", After::said, "incident", "declare"},
    Phrase{"paged", After::id, "incident", "paged"},
    Phrase{"why was i paged for", After::id, "incident", "paged"},
    Phrase{"why was i paged", After::id, "incident", "paged"},
    Phrase{"why am i paged", After::id, "incident", "paged"},
    Phrase{"why did you page me", After::id, "incident", "paged"},
    Phrase{"list incidents", After::alone, "incident", "list"},
    Phrase{"list open incidents", After::alone, "incident", "list"},
    Phrase{"list runbooks", After::alone, "runbook", "list"},
    Phrase{"list all runbooks", After::alone, "runbook", "list"},
    Phrase{"show runbooks", After::alone, "runbook", "list"},
    Phrase{"show me the runbooks", After::alone, "runbook", "list"},
    Phrase{"runbooks", After::alone, "runbook", "list"},
    Phrase{"list faq", After::alone, "faq", "list"},
    Phrase{"list the faq", After::alone, "faq", "list"},
    Phrase{"list faqs", After::alone, "faq", "list"},
    Phrase{"faqs", After::alone, "faq", "list"},
    Phrase{"list articles", After::alone, "faq", "list articles"},
    Phrase{"list", After::which, "incident", "list"},
    Phrase{"search incidents for", After::text, "incident", "search"},
    Phrase{"search incidents", After::text, "incident", "search"},
    Phrase{"search", After::colon, "incident", "search"},
    Phrase{"show", After::about, "incident", "show"},
    Phrase{"help", After::topic, "hotwatch", "help"},
};

constexpr std::string_view stops = ":,;.!? \n\t";

/// What follows the phrase, without the marks between; nullopt where `said` does not begin with it.
std::optional<std::string_view> after_phrase(std::string_view said, std::string_view low, std::string_view phrase)
{
    if (!low.starts_with(phrase))
        return std::nullopt;
    const auto rest = said.substr(phrase.size());
    if (!rest.empty() && stops.find(rest.front()) == std::string_view::npos)
        return std::nullopt;
    return rest.substr(std::min(rest.find_first_not_of(stops), rest.size()));
}

std::string joined(std::string_view first, std::string_view second)
{
    return std::string{trimmed(std::string{first} + " " + std::string{second})};
}

bool names_role_or_person(std::string_view text)
{
    const auto first = take_word(text).text;
    const auto low = lowered(first);
    const bool is_role = low == "commander" || low == "lead" || low == "communications" || low == "comms" ||
                         low == "scribe" || low == "responder";
    return is_role || low == "me" || first.starts_with('@') || parse_user(first);
}

bool is_topic(std::string_view word, const Policy& policy)
{
    const bool is_verb =
        std::ranges::any_of(verbs(), [word](const Verb& verb) { return verb.name == word && !verb.help.empty(); });
    return is_verb || word == "help" || word == "hotwatch" || !command_name(word, {}, policy).command.empty();
}

/// "mine", "P0", "this week", "open incidents": what a list of incidents can be narrowed to, or nearly.
bool is_filter(std::string_view first, std::string_view after)
{
    const bool is_one = first == "open" || first == "mine" || first == "my" || first == "week" || first == "this" ||
                        first == "all" || first == "closed" || first == "resolved" || first.starts_with("--") ||
                        parse_severity(first);
    return is_one && (after.empty() || after == "week" || after == "incidents" || after.starts_with("--"));
}

/// Whether what follows the phrase says that it is meant. `between` are the marks before it, `bare` is the rest.
bool is_meant(After after, std::string_view between, std::string_view bare, const Policy& policy)
{
    auto words = bare;
    const auto first = take_word(words).text;
    const auto low = lowered(trimmed(first, stops));
    const bool has_id = parse_incident_id(low).has_value();
    switch (after)
    {
    case After::id:
        return bare.empty() || parse_incident_id(bare);
    case After::word:
        return bare.empty() || has_id || between.find(':') != std::string_view::npos;
    case After::rank:
        return parse_severity(trimmed(first, stops)) || parse_severity(trimmed(take_word(words).text, stops));
    case After::role:
        return bare.empty() || names_role_or_person(bare) || (has_id && names_role_or_person(words));
    case After::into:
        return has_id || low == "into" || low == "this";
    case After::about:
        return bare.empty() || (has_id && (trimmed(words).empty() || low.starts_with("inc") || low.starts_with('#')));
    case After::topic:
        return bare.empty() ||
               (is_topic(low, policy) && (trimmed(words).empty() || !command_name(low, {}, policy).command.empty()));
    case After::which:
        return bare.empty() || is_filter(low, trimmed(words));
    case After::alone:
        return bare.empty();
    case After::colon:
        return between.find(':') != std::string_view::npos;
    case After::text:
    case After::said:
        break;
    }
    return true;
}

/// "https://…/#/?_g=1": whether the word around `at` is an address.
bool is_in_address(std::string_view text, std::size_t at)
{
    const auto start = text.find_last_of(blanks, at);
    const auto word = text.substr(start == std::string_view::npos ? 0 : start + 1);
    return word.substr(0, word.find_first_of(blanks)).find("://") != std::string_view::npos;
}

/// A question mark that ends a word, and stands in no address: "how?", "ok?!", not "/d?panel=3".
bool has_question_mark(std::string_view text)
{
    for (auto at = text.find('?'); at != std::string_view::npos; at = text.find('?', at + 1))
    {
        const char next = at + 1 < text.size() ? text[at + 1] : ' ';
        const bool is_word = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') ||
                             (next >= '0' && next <= '9') || next == '=' || next == '&' || next == '/';
        if (!is_word && !is_in_address(text, at) && next != '"')  // what is quoted was somebody else's question
            return true;
    }
    return false;
}

/// "update on this?", "resolved? it looks good": most likely asked and not told. A colon says that it is told, and so
/// does the incident's own id; a severity only where one is declared.
bool is_question(std::string_view between, std::string_view rest, bool is_declaration)
{
    if (!has_question_mark(between) && !has_question_mark(rest))
        return false;
    const auto first = lowered(trimmed(take_word(rest).text, stops));
    const bool is_named = (first.starts_with("inc") || first.starts_with('#')) && parse_incident_id(first);
    const bool names_incident = is_named && !trimmed(rest, stops).empty();  // "cancel INC-1?" is asked
    const bool is_graded = is_declaration && first.size() > 1 && parse_severity(first);
    return between.find(':') == std::string_view::npos && !names_incident && !is_graded;
}

/// A verb that a later version has: said with nothing, an id or a colon after it, it is none of this one's questions.
std::optional<Named> by_later_verb(std::string_view said, std::string_view low)
{
    for (const auto& verb : verbs())
    {
        if (verb.command != "incident" || verb.handler != nullptr)
            continue;
        const auto rest = after_phrase(said, low, verb.name);
        if (!rest)
            continue;
        const auto between = said.substr(verb.name.size(), said.size() - verb.name.size() - rest->size());
        auto words = trimmed(*rest, stops);
        const auto first = lowered(trimmed(take_word(words).text, stops));
        const bool names_incident = (first.starts_with("inc") || first.starts_with('#')) && parse_incident_id(first);
        if (first.empty() || names_incident || between.find(':') != std::string_view::npos)
            return Named{"incident", joined(verb.name, *rest)};
    }
    return std::nullopt;
}

std::optional<Named> by_phrase(std::string_view said, std::string_view low, const Policy& policy)
{
    for (const auto& phrase : phrases)
    {
        const auto rest = after_phrase(said, low, phrase.words);
        if (!rest)
            continue;
        const auto bare = trimmed(*rest, stops);
        const auto between = said.substr(phrase.words.size(), said.size() - phrase.words.size() - rest->size());
        const bool is_sure = is_meant(phrase.after, between, bare, policy);
        const bool is_asked = is_question(between, *rest, phrase.verb == "declare");
        if (!is_sure && (phrase.after != After::word || is_asked))
            continue;
        const auto text = joined(phrase.verb, phrase.after == After::id ? bare : *rest);
        const auto* verb = find_verb(phrase.command, phrase.verb);
        const bool writes = verb != nullptr && verb->writes;
        const bool asks_for_text = phrase.after == After::said && bare.empty();  // "update?" records nothing
        if (!is_sure || (writes && is_asked && !asks_for_text))
            return Named{"incident", joined("propose", joined(text, phrase.then))};
        return Named{std::string{phrase.command}, joined(text, phrase.then)};
    }
    return std::nullopt;
}

constexpr std::size_t shortest_slip = 5;  // letters; shorter words are too near to ordinary ones

/// "updaet: restarted": most likely a phrase with a slip in it. `run` then proposes the right one.
bool is_slip(std::string_view first, std::string_view rest)
{
    const auto word = lowered(trimmed(first, stops));
    if (find_verb("incident", word) != nullptr)
        return false;  // a verb that was not meant as one must not run
    if (word.size() < shortest_slip && !first.ends_with(':') && !rest.empty())
        return false;
    std::vector<std::string_view> names;
    for (const auto& verb : verbs())
        if (verb.command == "incident" && !verb.help.empty() && !verb.name.empty())
            names.push_back(verb.name);
    return word.size() > 2 && !nearest(word, names).empty();
}

/// Without the courtesies and the bot's own name in front.
std::string_view without_greeting(std::string_view said)
{
    for (const std::string_view greeting : {"hey", "hi", "hello", "@hotwatch", "hotwatch", "please"})
        if (const auto rest = after_phrase(said, lowered(said.substr(0, greeting.size())), greeting))
            said = *rest;
    return said;
}
}  // namespace

Named mention_phrase(std::string_view text, const Policy& policy)
{
    const auto safe = clean(text, true);
    const auto said = without_greeting(trimmed(safe));
    if (said.empty())
        return {"hotwatch", "help"};

    // "incident list", "/incident list": a command line as it is typed elsewhere.
    const auto end = std::min(said.find_first_of(blanks), said.size());
    const auto first = said.substr(0, end);
    const auto rest = trimmed(said.substr(end));
    if (auto named = command_name(trimmed(first, ":,.!?"), rest, policy); !named.command.empty())
        return named;
    if (auto duty = duty_phrase(said))
        return *duty;
    if (auto found = by_phrase(said, lowered(said), policy))
        return *found;
    if (auto found = by_later_verb(said, lowered(said)))
        return *found;

    if (const auto low = lowered(first); (low.starts_with("inc") || low.starts_with('#')) && parse_incident_id(low))
        return {"incident", std::string{said}};

    // Looser: it asks before anything is declared (product section 15).
    if (first.size() > 1 && parse_severity(trimmed(first, ":,")) && !rest.empty())
        return {"incident", joined("suggest", joined(trimmed(first, ":,"), rest))};
    for (const std::string_view verb : {"open", "new", "create"})
        if (const auto title = after_phrase(said, lowered(first), verb); title && !title->empty())
            return {"incident", joined("suggest", *title)};
    if (is_slip(first, rest))
        return {"incident", joined(trimmed(first, stops), rest)};
    return {"faq", joined("ask", said)};
}

}  // namespace hotwatch
