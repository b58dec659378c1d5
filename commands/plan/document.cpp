#include "commands/plan/document.hpp"

#include <algorithm>

#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
bool is_blank(std::string_view line)
{
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

/// "---", "* * *": drawn between parts, said by nobody.
bool is_rule(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || std::string_view{"-*_"}.find(line[first]) == std::string_view::npos)
        return false;
    const char mark = line[first];
    return std::ranges::count(line, mark) >= 3 &&
           std::ranges::all_of(line, [mark](char c) { return c == mark || c == ' ' || c == '\t'; });
}

bool is_underline(std::string_view line)
{
    return !is_blank(line) && line.find_first_not_of("=- \t") == std::string_view::npos;
}
}  // namespace

std::string without_edges(std::string_view text)
{
    const auto lines = lines_of(text);
    const auto counts = [](std::string_view line) { return !is_blank(line) && !is_rule(line); };
    const auto first = std::ranges::find_if(lines, counts);
    if (first == lines.end())
        return {};
    const auto last = std::ranges::find_if(lines.rbegin(), lines.rend(), counts).base();
    std::string kept;
    for (auto line = first; line != last; ++line)
        kept.append(*line).append("\n");
    kept.pop_back();
    return kept;
}

Document::Document(std::string text) : text_(std::move(text)), lines_(lines_of(text_)), blocks_(read_markdown(text_))
{
    taken_.resize(lines_.size() + 2);
    find_sections();
}

void Document::find_sections()
{
    sections_.emplace_back();
    std::vector<std::size_t> above{0};
    std::size_t titles = 0;
    for (const auto& block : blocks_)
    {
        if (block.kind != Block::Kind::heading)
            continue;
        Section section{.heading = trim(block.text), .level = block.level, .line = block.line, .uses = {}};
        std::ranges::replace(section.heading, '\n', ' ');
        section.first = block.line + 1;
        const auto written = line(block.line);
        if (const auto start = written.find_first_not_of(" \t");
            start == std::string_view::npos || written[start] != '#')
        {
            while (section.first <= line_count() && !is_underline(line(section.first)))
                ++section.first;  // an underlined heading may be several lines long
            ++section.first;
        }
        while (sections_[above.back()].level >= section.level)
            above.pop_back();
        section.parent = above.back();
        sections_.back().end = section.line;
        above.push_back(sections_.size());
        if (section.level == 1 && ++titles == 1)
            title_ = sections_.size();
        sections_.push_back(std::move(section));
    }
    sections_.back().end = line_count() + 1;
    if (titles != 1)
        title_ = 0;
}

std::string_view Document::line(int number) const
{
    return number < 1 || number > line_count() ? std::string_view{} : lines_[static_cast<std::size_t>(number) - 1];
}

std::size_t Document::section_at(int line) const
{
    const auto behind = std::ranges::upper_bound(sections_.begin() + 1, sections_.end(), line, {}, &Section::line);
    return static_cast<std::size_t>(behind - sections_.begin()) - 1;
}

std::size_t Document::end_of(std::size_t section) const
{
    auto end = section + 1;
    while (end < sections_.size() && sections_[end].level > sections_[section].level)
        ++end;
    return end;
}

std::string_view Document::context_of(std::size_t section) const
{
    const auto parent = sections_[section].parent;
    return parent == title_ ? std::string_view{} : std::string_view{sections_[parent].heading};
}

void Document::take(int first, int last)
{
    for (int number = std::max(first, 1); number <= std::min(last, line_count()); ++number)
        taken_[static_cast<std::size_t>(number)] = 1;
}

bool Document::is_taken(int line) const
{
    return line >= 1 && line <= line_count() && taken_[static_cast<std::size_t>(line)] != 0;
}

void Document::note(int line, std::string use)
{
    auto& uses = sections_[section_at(line)].uses;
    if (std::ranges::find(uses, use) == uses.end())
        uses.push_back(std::move(use));
}

std::string Document::rest_of(const Section& section) const
{
    std::string text;
    for (int number = section.first; number < section.end; ++number)
        if (!is_taken(number))
            text.append(line(number)).append("\n");
    return without_edges(text);
}

std::string Document::whole(std::size_t section) const
{
    std::string text;
    const auto end = end_of(section);
    for (auto at = section; at < end; ++at)
    {
        const auto& part = sections_[at];
        if (at != section)
            text.append(static_cast<std::size_t>(part.level - sections_[section].level + 1), '#')
                .append(" ")
                .append(part.heading)
                .append("\n");
        for (int number = part.first; number < part.end; ++number)
            text.append(line(number)).append("\n");
    }
    return without_edges(text);
}

}  // namespace hotwatch::plan
