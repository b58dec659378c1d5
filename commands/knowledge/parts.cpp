#include "commands/knowledge/parts.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "commands/letters.hpp"

namespace hotwatch::knowledge
{

namespace
{
struct Name
{
    std::string_view word;  // lower case
    PartKind kind;
};

constexpr std::array names{
    Name{"symptoms", PartKind::symptoms},
    Name{"symptom", PartKind::symptoms},
    Name{"signs", PartKind::symptoms},
    Name{"diagnosis", PartKind::diagnosis},
    Name{"diagnose", PartKind::diagnosis},
    Name{"checks", PartKind::diagnosis},
    Name{"likely causes", PartKind::causes},
    Name{"likely cause", PartKind::causes},
    Name{"possible causes", PartKind::causes},
    Name{"causes", PartKind::causes},
    Name{"cause", PartKind::causes},
    Name{"resolution", PartKind::resolution},
    Name{"resolution options", PartKind::resolution},
    Name{"resolve", PartKind::resolution},
    Name{"solution", PartKind::resolution},
    Name{"fix", PartKind::resolution},
    Name{"steps", PartKind::resolution},
    Name{"workaround", PartKind::workaround},
    Name{"workarounds", PartKind::workaround},
};

/// "```", "~~~~": opens or closes code; "" otherwise. What is closed on its own line ("```x```") is no such mark.
std::string_view fence_of(std::string_view line)
{
    const auto start = std::min(line.find_first_not_of(' '), line.size());
    if (start > 3 || start == line.size() || (line[start] != '`' && line[start] != '~'))
        return {};
    const auto end = std::min(line.find_first_not_of(line[start], start), line.size());
    const bool is_closed = line[start] == '`' && line.find('`', end) != std::string_view::npos;
    return end - start >= 3 && !is_closed ? line.substr(start, end - start) : std::string_view{};
}

struct Heading
{
    PartKind kind = PartKind::other;
    std::string text;
    int level = 2;
    std::size_t end = 0;  // where text behind it begins on its line; only a bold heading has some
};

std::optional<Heading> bold_heading_in(std::string_view line)
{
    const auto end = line.starts_with("**") ? line.find("**", 2) : std::string_view::npos;
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto kind = part_named(line.substr(2, end - 2));
    const auto after = std::min(line.find_first_not_of(blanks, end + 2), line.size());
    const bool has_colon = after < line.size() && line[after] == ':';
    if (!kind || !(line[end - 1] == ':' || has_colon || after == line.size()))
        return std::nullopt;
    const auto text = std::min(line.find_first_not_of(" \t:", after), line.size());
    return Heading{*kind, std::string{heading_of(*kind)}, 2, text};
}

std::optional<Heading> heading_in(std::string_view line)
{
    const auto hashes = std::min(line.find_first_not_of('#'), line.size());
    if (hashes < 1 || hashes > 3 || hashes == line.size() || line[hashes] != ' ')
        return bold_heading_in(line);
    const auto text = trimmed(line.substr(hashes), " \t#");
    if (text.empty())
        return std::nullopt;
    const auto kind = part_named(text);
    return Heading{kind.value_or(PartKind::other), std::string{kind ? heading_of(*kind) : text},
                   static_cast<int>(hashes), line.size()};
}

/// Calls `take` with each line, and its heading where it is one; text behind a heading is a line of its own. Returns
/// the mark of code that nothing closes, "" where all is closed.
template <typename Take>
std::string each_line(std::string_view text, const Take& take)
{
    std::string fence;
    while (!text.empty())
    {
        auto line = text.substr(0, text.find('\n'));
        const auto mark = fence_of(line);
        const auto heading = fence.empty() && mark.empty() ? heading_in(line) : std::nullopt;
        if (!fence.empty() && mark.starts_with(fence) && trimmed(line) == mark)
            fence.clear();
        else if (fence.empty())
            fence = mark;
        const bool goes_on = heading && heading->end < line.size();
        if (goes_on)
            line = line.substr(0, heading->end);
        text.remove_prefix(std::min(line.size() + (goes_on ? 0 : 1), text.size()));
        take(line, heading);
    }
    return fence;
}

bool belongs_to(const Part& part, const Heading& heading)
{
    return heading.kind == PartKind::other && !part.heading.empty() && heading.level > part.level;
}

void append_line(std::string& text, std::string_view line)
{
    if (!text.empty() || !trimmed(line).empty())
        text.append(line).append("\n");
}
}  // namespace

std::optional<PartKind> part_named(std::string_view heading)
{
    const auto low = lowered(trimmed(heading, " \t*_:#"));
    const auto found = std::ranges::find(names, std::string_view{low}, &Name::word);
    return found == names.end() ? std::nullopt : std::optional{found->kind};
}

std::string_view heading_of(PartKind kind)
{
    switch (kind)
    {
    case PartKind::symptoms:
        return "Symptoms";
    case PartKind::diagnosis:
        return "Diagnosis";
    case PartKind::causes:
        return "Likely causes";
    case PartKind::resolution:
        return "Resolution";
    case PartKind::workaround:
        return "Workaround";
    case PartKind::other:
        return "";
    }
    return "";
}

std::vector<Part> parts_of(std::string_view body)
{
    std::vector<Part> parts(1);
    each_line(body,
              [&parts](std::string_view line, const std::optional<Heading>& heading)
              {
                  if (!heading || belongs_to(parts.back(), *heading))
                      append_line(parts.back().text, line);
                  else
                      parts.push_back({heading->kind, heading->text, {}, heading->level});
              });
    for (auto& part : parts)
        part.text.erase(part.text.find_last_not_of(" \t\n") + 1);
    if (parts.front().text.empty())
        parts.erase(parts.begin());
    return parts;
}

std::string contained(std::string_view text, int level)
{
    std::string kept;
    const auto open = each_line(text,
                                [&](std::string_view line, const std::optional<Heading>& heading)
                                {
                                    const bool is_ours = heading && heading->kind == PartKind::other;
                                    if (is_ours && heading->level <= level)
                                        kept.append(static_cast<std::size_t>(level + 1 - heading->level), '#');
                                    append_line(kept, line);
                                });
    kept += open;
    return std::string{trimmed(std::string_view{kept}, "\n")};
}

std::string body_of(std::span<const Part> parts)
{
    std::string body;
    for (const auto& part : parts)
    {
        const auto text = trimmed(part.text, "\n");
        if (trimmed(text).empty())
            continue;
        if (!body.empty())
            body += "\n\n";
        if (!part.heading.empty())
            body.append(static_cast<std::size_t>(part.level), '#').append(" ").append(part.heading).append("\n\n");
        body += text;
    }
    return body;
}

}  // namespace hotwatch::knowledge
