#include "tests/slack_sim/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "tests/slack_sim/control_endpoint.hpp"
#include "tests/slack_sim/statement_words.hpp"

namespace slack_sim
{

namespace
{
std::optional<int> whole_number(std::string_view word)
{
    int number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc{} && end == word.data() + word.size() ? std::optional{number} : std::nullopt;
}

Reading wrong(std::string expected)
{
    return {std::nullopt, std::move(expected)};
}

Reading read_types(std::string who, Words words)
{
    Types types{std::move(who), words.word(":"), "", 0, ""};
    if (words.skip("thread"))
    {
        if (auto under = words.quoted())
            types.thread_under = *under;
        else if (const auto number = whole_number(words.word(":")); number && *number > 0)
            types.thread = *number;
        else
            return wrong("a thread goes by its number or by words of its first message: thread 1, thread \"INC-1\"");
    }
    if (!words.skip_sign(':') || words.is_done())
        return wrong("expected: ana in #channel: what she types");
    types.text = words.rest();
    return {types, ""};
}

Reading read_presses(std::string who, Words words)
{
    constexpr auto expected = "expected: ana presses Acknowledge in #channel [on \"words of the message\"]";
    Presses presses{std::move(who), "", "", ""};
    if (auto label = words.quoted())
    {
        presses.label = *label;
        if (!words.skip("in"))
            return wrong(expected);
    }
    else
    {
        // A label may be several words, so it ends at the last "in" before a place.
        std::string_view rest = words.rest();
        auto at = rest.rfind(" in #");
        for (const std::string_view place : {" in dm", " in form"})
            if (at == std::string_view::npos)
                at = rest.rfind(place);
        if (at == std::string_view::npos)
            return wrong(expected);
        presses.label = trimmed(rest.substr(0, at));
        words = Words{rest.substr(at + 4)};
    }
    presses.where = words.word();
    if (words.skip("on"))
    {
        const auto on = words.quoted();
        if (!on)
            return wrong(expected);
        presses.on = *on;
    }
    return presses.label.empty() || presses.where.empty() || !words.is_done() ? wrong(expected) : Reading{presses, ""};
}

Reading read_submits(std::string who, Words words)
{
    constexpr auto expected = "expected: ana submits \"Label\"=\"value\" \"Other label\"=\"value\"";
    Submits submits{std::move(who), {}};
    while (!words.is_done())
    {
        const auto label = words.quoted();
        const bool is_given = label && words.skip_sign('=');
        const auto value = is_given ? words.quoted() : std::nullopt;
        if (!value)
            return wrong(expected);
        submits.values[*label] = *value;
    }
    return {submits, ""};
}

Reading read_expect(Words words)
{
    constexpr auto expected =
        "expected: expect [not] #channel \"text\", expect [not] ana sees \"text\", expect [not] form "
        "ana [\"text\"], expect [not] shell \"text\", or expect [not] slack says \"text\"";
    Expect expect;
    expect.is_negated = words.skip("not");
    if (words.skip("form"))
    {
        expect.of = Expect::Of::form;
        expect.name = words.word();
        if (!expect.name.empty() && words.is_done())
            return {expect, ""};
    }
    else if (words.rest().starts_with('#'))
        expect.name = words.word();
    else if (words.skip("shell"))
        expect.of = Expect::Of::shell;
    else if (words.skip("slack"))
    {
        expect.of = Expect::Of::slack;
        if (!words.skip("says"))
            return wrong(expected);
    }
    else
    {
        expect.of = Expect::Of::person;
        expect.name = words.word();
        if (!words.skip("sees"))
            return wrong(expected);
    }
    const auto text = words.quoted();
    if (!text || text->empty() || !words.is_done())
        return wrong(expected);
    expect.text = *text;
    return {expect, ""};
}

/// hotwatch WORD…, as a shell takes a line apart: blanks part words, quotes of either kind hold them together.
Reading read_shell(Words words)
{
    if (!words.skip("hotwatch"))
        return wrong("expected: shell hotwatch ask '/incident list'");
    Shell shell;
    bool is_in_word = false;
    char quote = '\0';
    for (const char c : words.rest())
    {
        const bool is_blank = quote == '\0' && blanks.find(c) != std::string_view::npos;
        if (!is_blank && !is_in_word)
            shell.arguments.emplace_back();
        is_in_word = !is_blank;
        if (quote != '\0' && c == quote)
            quote = '\0';
        else if (quote == '\0' && (c == '\'' || c == '"'))
            quote = c;
        else if (!is_blank)
            shell.arguments.back() += c;
    }
    return quote == '\0' && !shell.arguments.empty() ? Reading{shell, ""}
                                                     : wrong("a quotation mark is open, or nothing is asked for");
}

/// fault KIND [METHOD] [TIMES] [error=…] [seconds=…] [delay=…] [status=…] [chance=…]
Reading read_fault(Words words)
{
    const std::string kind = words.word();
    if (kind == "none")
        return {ClearFaults{}, ""};
    auto fault = fault_called(kind);
    if (!fault)
        return wrong(fmt::format("no fault is called \"{}\"; some are: 429, 503, lose_answer, hang, reset, "
                                 "duplicate_envelope, drop_envelope, cut_frame; fault none ends them all",
                                 kind));
    while (!words.is_done())
    {
        const std::string word = words.word();
        const auto equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
        const auto number = whole_number(equals == std::string::npos ? word : value);
        if (equals == std::string::npos && number)
            fault->times = *number;
        else if (equals == std::string::npos)
            fault->method = word == "any" ? "" : word;
        else if (name == "error")
            fault->error = value;
        else if (name == "status" && number)
            fault->status = *number;
        else if (name == "seconds" && number)
            fault->seconds = std::chrono::seconds{*number};
        else if (name == "percent" && number)
            fault->chance = *number / 100.0;
        else if (const auto delay = read_length(value); name == "delay" && delay)
            fault->delay = *delay;
        else
            return wrong(
                "expected: fault KIND [METHOD] [TIMES] [error=…] [status=503] [seconds=30] [delay=2s] [percent=50]");
    }
    return {ArmFault{*fault}, ""};
}

Reading read_act(const std::string& who, Words words)
{
    if (words.skip("in"))
        return read_types(who, words);
    if (words.skip("presses") || words.skip("chooses"))
        return read_presses(who, words);
    if (words.skip("submits"))
        return read_submits(who, words);
    if (words.skip("closes"))
        return {ClosesForm{who}, ""};
    if (words.skip("uses") && !words.is_done())
        return {UsesShortcut{who, words.word()}, ""};
    return wrong(fmt::format("\"{}\" begins no statement; type help for those there are", who));
}
}  // namespace

Reading read_statement(std::string_view line)
{
    Words words{line};
    if (words.is_done() || (words.rest().starts_with('#')))
        return {};
    const std::string first = words.word();
    if (first == "say")
        return {Heading{std::string{words.rest()}}, ""};
    if (first == "advance")
    {
        const auto length = read_length(words.word());
        return length && words.is_done() ? Reading{Advance{*length}, ""}
                                         : wrong("expected: advance 15m (or 90s, 1h30m, 2d)");
    }
    if (first == "expect")
        return read_expect(words);
    if (first == "show")
    {
        Show show{words.word(), ""};
        if (words.skip("as"))
            show.viewer = words.word();
        return words.is_done() ? Reading{show, ""} : wrong("expected: show, show #channel, or show #channel as ana");
    }
    if (first == "fault")
        return read_fault(words);
    if (first == "shell")
        return read_shell(words);
    if (first == "disconnect")
    {
        Disconnect disconnect{words.is_done() ? "refresh_requested" : words.word(), words.skip("cut")};
        return words.is_done() ? Reading{disconnect, ""} : wrong("expected: disconnect [REASON] [cut]");
    }
    if (first == "shortcut")
    {
        UsesShortcut shortcut{words.word(), words.word()};
        return shortcut.callback_id.empty() ? wrong("expected: shortcut ana declare_incident") : Reading{shortcut, ""};
    }
    if (first == "close")
        return words.is_done() ? wrong("expected: close ana") : Reading{ClosesForm{words.word()}, ""};
    static const std::map<std::string_view, Statement> alone{{"cut", Cut{}},   {"kill", Kill{}}, {"restart", Restart{}},
                                                             {"help", Help{}}, {"quit", Quit{}}, {"exit", Quit{}}};
    if (const auto found = alone.find(first); found != alone.end())
        return words.is_done() ? Reading{found->second, ""} : wrong(fmt::format("{} stands alone", first));
    return read_act(first, words);
}

std::optional<std::chrono::milliseconds> read_length(std::string_view word)
{
    using namespace std::chrono_literals;
    static constexpr std::array<std::pair<std::string_view, std::chrono::milliseconds>, 5> units{
        {{"ms", 1ms}, {"s", 1s}, {"m", 1min}, {"h", 1h}, {"d", 24h}}};
    std::chrono::milliseconds length{0};
    if (word.empty())
        return std::nullopt;
    while (!word.empty())
    {
        std::int32_t number = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error != std::errc{} || number < 0)
            return std::nullopt;
        word.remove_prefix(static_cast<std::size_t>(end - word.data()));
        const auto unit = std::ranges::find_if(
            units,
            [&](const auto& known)
            {
                const bool is_prefix = word.starts_with(known.first);
                return is_prefix && (word.size() == known.first.size() ||
                                     (word[known.first.size()] >= '0' && word[known.first.size()] <= '9'));
            });
        if (unit == units.end())
            return std::nullopt;
        length += number * unit->second;
        word.remove_prefix(unit->first.size());
    }
    return length;
}

std::string_view statement_help()
{
    return R"(People
  ana in #general: /oncall                        types a command, a message, or @hotwatch …
  ana in dm: who is on call?                      to the bot, in private
  ben in #hotdash-emergency thread 1: @hotwatch ack      thread 1 as numbered above, or thread "INC-1"
  ana presses Acknowledge in #hotdash-emergency   the newest message with that button; on "words" picks another
  ana presses Help in form                        a button inside her open form
  ana submits "Update"="restarted, watching"      fills the form open before her by label, and sends it
  close ana                                       closes that form
  shortcut ana declare_incident                   a global shortcut
  shell hotwatch ask '/incident list'             the program itself, beside the bot
Time and trouble
  advance 15m                                     everything due on the way happens, in order
  kill, restart                                   the bot dies as by kill -9; it starts (again)
  disconnect [warning|refresh_requested|…] [cut]  Slack says so; cut ends the connections at once
  fault 429 chat.postMessage 1                    the next call of it; also 503, lose_answer, reset, hang, slow delay=2s,
                                                  slack_error error=…, duplicate_envelope, drop_envelope, cut_frame
  fault none                                      no more of that
Looking
  show, show #channel, show dm as ana             as it stands now
  expect #channel "text", expect not #channel …   everybody sees it there now (capitals do not matter)
  expect ana sees "text"                          new to her since somebody last acted
  expect form ana "Title"                         the form before her
  expect shell "verified"                         what the last command of the shell printed
  expect slack says "operation_timeout"           what Slack itself told the person acting
  say Text, # text                                a heading, a comment
  quit
)";
}

}  // namespace slack_sim
