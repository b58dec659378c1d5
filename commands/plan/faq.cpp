// Questions with their answers, in each of the shapes in which plans write them.
#include <algorithm>

#include "commands/letters.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
bool is_faq(std::string_view heading)
{
    const auto words = folded(heading);
    return words == "faq" || words == "faqs" || words.starts_with("faq ") || words.ends_with(" faq") ||
           words.ends_with(" faqs") || words.find("frequently asked") != std::string::npos ||
           words.find("questions and answers") != std::string::npos;
}

std::string_view without_bold(std::string_view text)
{
    text = trimmed(text, " \t");
    return text.size() > 4 && text.starts_with("**") && text.ends_with("**") ? trimmed(text.substr(2, text.size() - 4))
                                                                             : text;
}

/// What stands behind "Q:", "**Q:**", "Q2." or "Question 2:"; nullopt: the line does not begin so.
std::optional<std::string_view> behind_label(std::string_view line, std::string_view letter, std::string_view word)
{
    auto rest = trimmed(line, " \t");
    const bool is_bold = rest.starts_with("**");
    if (is_bold)
        rest.remove_prefix(2);
    const auto low = lowered(rest.substr(0, word.size()));
    if (low == word)
        rest.remove_prefix(word.size());
    else if (low.starts_with(letter))
        rest.remove_prefix(letter.size());
    else
        return std::nullopt;
    rest = trimmed(rest, " ");
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789"), rest.size()));
    if (is_bold && rest.starts_with("**"))  // **Q**: …
        rest.remove_prefix(2);
    if (rest.empty() || (rest.front() != ':' && rest.front() != '.' && rest.front() != ')'))
        return std::nullopt;
    rest.remove_prefix(1);
    if (is_bold && rest.starts_with("**"))  // **Q:** …
        rest.remove_prefix(2);
    rest = trimmed(rest, " \t");
    if (is_bold && rest.ends_with("**") &&
        std::string_view{rest.substr(0, rest.size() - 2)}.find("**") == std::string_view::npos)
        rest.remove_suffix(2);  // **Q: …**
    return trimmed(rest, " \t");
}

std::string_view without_bullet(std::string_view line)
{
    const auto text = trimmed(line, " \t");
    return text.starts_with("- ") || text.starts_with("* ") ? trimmed(text.substr(2), " \t") : text;
}

std::optional<std::string_view> question_in(std::string_view line)
{
    const auto text = without_bullet(line);
    if (const auto asked = behind_label(text, "q", "question"))
        return asked;
    const bool is_bold = text.size() > 5 && text.starts_with("**") && text.ends_with("?**");
    return is_bold && text.find("**", 2) == text.size() - 2 ? std::optional{without_bold(text)} : std::nullopt;
}

bool is_fence(std::string_view line)
{
    const auto text = trimmed(line, " \t");
    return text.starts_with("```") || text.starts_with("~~~");
}

/// Questions and answers in the lines of one section.
class Pairs
{
  public:
    Pairs(Document& document, Plan& plan) : document_(document), plan_(plan) {}

    void read(const Section& section)
    {
        bool is_in_code = false;
        for (int number = section.first; number < section.end; ++number)
        {
            const auto line = document_.line(number);
            is_in_code ^= is_fence(line);
            const auto asked = is_in_code || document_.is_taken(number) ? std::nullopt : question_in(line);
            if (asked && !asked->empty())
            {
                end();
                entry_ = PlanEntry{.kind = EntryKind::faq, .title = std::string{*asked}, .line = number};
                first_ = number;
            }
            else if (entry_)
                take(line);
            last_ = number;
        }
        end();
    }

  private:
    void take(std::string_view line)
    {
        const auto answer = entry_->body.empty() ? behind_label(without_bullet(line), "a", "answer") : std::nullopt;
        entry_->body.append(answer.value_or(line)).append("\n");
    }

    void end()
    {
        if (!entry_)
            return;
        auto entry = std::exchange(entry_, std::nullopt).value();
        entry.body = without_edges(entry.body);
        document_.take(first_, last_);
        add_answer(std::move(entry), plan_);
    }

    Document& document_;
    Plan& plan_;
    std::optional<PlanEntry> entry_;
    int first_ = 0;
    int last_ = 0;
};

std::size_t read_table(const Block& table, Document& document, Plan& plan)
{
    const Columns columns{table.rows.front()};
    const auto question = columns.find({"question"});
    const auto answer = columns.find({"answer"});
    if (!question || !answer)
        return 0;
    check_width(table, plan.problems);
    const auto before = plan.entries.size();
    for (std::size_t i = 1; i < table.rows.size(); ++i)
    {
        const auto& row = table.rows[i];
        if (*question < row.cells.size())
            add_answer({.kind = EntryKind::faq,
                        .title = row.cells[*question].text,
                        .body = *answer < row.cells.size() ? row.cells[*answer].text : std::string{},
                        .line = row.line},
                       plan);
    }
    document.take(table.line, table.rows.back().line);
    return plan.entries.size() - before;
}

std::string counted(std::size_t count)
{
    return count == 1 ? "1 FAQ entry" : std::to_string(count) + " FAQ entries";
}
}  // namespace

void add_answer(PlanEntry entry, Plan& plan)
{
    if (entry.title.empty())
        return plan.problems.push_back({entry.line, 1, "an answer without a question; it was left out"});
    if (entry.body.empty())
        return plan.problems.push_back({entry.line, 1, "this question has no answer; it was left out"});
    entry.key = folded(entry.title);
    plan.entries.push_back(std::move(entry));
}

void read_faq(Document& document, Plan& plan)
{
    for (const auto& block : document.blocks())
        if (block.kind == Block::Kind::table && !block.rows.empty())
            if (const auto count = read_table(block, document, plan); count > 0)
                document.note(block.line, counted(count));
    auto& sections = document.sections();
    for (std::size_t at = 1; at < sections.size(); ++at)
    {
        if (!is_faq(sections[at].heading))
            continue;
        for (auto below = at; below < document.end_of(at); ++below)
        {
            auto& section = sections[below];
            if (section.is_spent)
                continue;
            const auto before = plan.entries.size();
            if (below != at && trimmed(section.heading, " *").ends_with('?'))
            {
                const auto end = document.end_of(below);
                add_answer({.kind = EntryKind::faq,
                            .title = section.heading,
                            .body = document.whole(below),
                            .line = section.line},
                           plan);
                document.take(section.line, sections[end - 1].end - 1);
                for (auto part = below; part < end; ++part)
                    sections[part].is_spent = true;
                for (auto part = below + 1; part < end; ++part)
                    document.note(sections[part].line, "part of the answer above");
            }
            else
                Pairs{document, plan}.read(section);
            if (plan.entries.size() > before)
                document.note(section.line, counted(plan.entries.size() - before));
        }
    }
}

}  // namespace hotwatch::plan
