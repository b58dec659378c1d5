// What a scenario expects, held against what stands there.
#include <fmt/format.h>

#include "tests/slack_sim/driver.hpp"

namespace slack_sim
{

namespace
{
/// Small letters, and any run of blanks or line ends as one blank: expectations do not hang on layout.
std::string folded(std::string_view text)
{
    std::string out;
    for (const char c : text)
    {
        const bool is_blank = c == ' ' || c == '\n' || c == '\t';
        if (is_blank && (out.empty() || out.back() == ' '))
            continue;
        out += is_blank ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

}  // namespace

bool Driver::shows(const std::vector<std::string>& lines, std::string_view words)
{
    std::string all;
    for (const std::string& line : lines)
        all += line + "\n";
    return folded(all).find(folded(words)) != std::string::npos;
}

bool Driver::run(const Expect& expect)
{
    ++expectations_;
    look_around();
    std::vector<std::string> lines;
    std::string what;
    switch (expect.of)
    {
    case Expect::Of::channel:
        if (sim_.channel_id(expect.name).empty())
            return fail(fmt::format("there is no channel {}", expect.name));
        lines = transcript_.channel_lines(expect.name, "");
        what = fmt::format("{} shows", expect.name);
        break;
    case Expect::Of::person:
        if (!knows(expect.name))
            return true;
        lines = seen_by(expect.name);
        what = fmt::format("{} sees", expect.name);
        break;
    case Expect::Of::form:
        if (!knows(expect.name))
            return true;
        lines = transcript_.form_lines(expect.name);
        what = fmt::format("{} has the form", expect.name);
        break;
    case Expect::Of::slack:
        lines = {sim_.says()};
        what = "Slack says";
        break;
    case Expect::Of::shell:
        lines = {shell_said_};
        what = "the shell says";
        break;
    }
    const bool is_shown = expect.text.empty() ? !lines.empty() : shows(lines, expect.text);
    const std::string said = fmt::format("{}{}{}", expect.is_negated ? "not: " : "", what,
                                         expect.text.empty() ? "" : fmt::format(" \"{}\"", expect.text));
    if (is_shown != expect.is_negated)
        return transcript_.passed(said), true;
    if (lines.empty())
        lines = {"(nothing)"};
    return fail(fmt::format("expected {}; there is:", said), lines);
}

/// What became visible to the person since somebody last acted, as it stands now.
std::vector<std::string> Driver::seen_by(const std::string& person) const
{
    const std::string id = sim_.user_id(person);
    std::vector<std::string> lines;
    for (const ShownMessage& message : fresh_)
    {
        const std::string channel = transcript_.channel_name(message.channel_id);
        const bool is_anothers_dm = channel.starts_with("dm:") && sim_.channel_id("dm:" + person) != message.channel_id;
        if (is_anothers_dm || (message.is_ephemeral && message.only_for != id))
            continue;
        lines.push_back(fmt::format("{} {}: {}", channel, message.author, transcript_.text_of(message)));
    }
    return lines;
}

}  // namespace slack_sim
