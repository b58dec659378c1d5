// A plan as its headings with what stands under each, and what the readers made of it. Nothing is dropped in silence:
// a line that no reader takes up stays in its section for the next.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/plan/markdown.hpp"

namespace hotwatch::plan
{

struct Section
{
    std::string heading;  // plain text; "" before the first heading
    int level = 0;        // 0 before the first heading
    int line = 1;         // of the heading
    int first = 1;        // its own first line, behind the heading
    int end = 1;          // where the next heading stands, of whatever level
    std::size_t parent = 0;
    std::vector<std::string> uses;  // what was read from it: "4 shifts"; empty: nothing
    bool is_spent = false;          // a reader took all of it, subsections too, or has said why not
};

class Document
{
  public:
    explicit Document(std::string text);
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }
    [[nodiscard]] std::vector<Section>& sections() { return sections_; }  // in order; the first has no heading
    [[nodiscard]] const std::vector<Section>& sections() const { return sections_; }
    [[nodiscard]] int line_count() const { return static_cast<int>(lines_.size()); }
    [[nodiscard]] std::string_view line(int number) const;  // "" where there is none

    /// The section whose own text or heading the line is.
    [[nodiscard]] std::size_t section_at(int line) const;
    /// Behind the last section that stands below this one.
    [[nodiscard]] std::size_t end_of(std::size_t section) const;
    /// The heading above it, "" where that is the plan's own title or nothing.
    [[nodiscard]] std::string_view context_of(std::size_t section) const;
    /// The one heading of the first level, where there is just one: what the plan is called. 0: none.
    [[nodiscard]] std::size_t title() const { return title_; }

    void take(int first, int last);  // lines, both included
    [[nodiscard]] bool is_taken(int line) const;
    void note(int line, std::string use);  // for the section that the line is of

    /// Own lines of a section that nobody took, without empty lines and rules ("---") around them.
    [[nodiscard]] std::string rest_of(const Section& section) const;
    /// A section with all below it as one text, taken or not: its headings moved up so that the next level is "##".
    [[nodiscard]] std::string whole(std::size_t section) const;

  private:
    void find_sections();

    std::string text_;
    std::vector<std::string_view> lines_;
    std::vector<Block> blocks_;
    std::vector<Section> sections_;
    std::vector<char> taken_;  // by line, from 1
    std::size_t title_ = 0;
};

/// Without the empty lines and rules ("---") at both ends.
std::string without_edges(std::string_view text);

}  // namespace hotwatch::plan
