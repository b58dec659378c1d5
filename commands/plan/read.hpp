// The readers of a plan's single parts, shared by parse.cpp; not for use from outside this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/plan/document.hpp"
#include "commands/plan/markdown.hpp"
#include "commands/plan/parse.hpp"

namespace hotwatch::plan
{

/// Small letters, punctuation to blanks, blanks run together: headings and column names are compared so.
std::string folded(std::string_view text);
std::string trim(std::string_view text);

/// "< 5 min", "within 15 minutes", "1 week", "1 business day": the first figure with a unit. A week has seven days.
std::optional<seconds> figure_in(std::string_view text);

/// A table whose columns are found by words of their names ("response" finds "Response Time").
class Columns
{
  public:
    explicit Columns(const Row& header);
    /// The first column whose folded name contains one of `words`; nullopt where there is none.
    [[nodiscard]] std::optional<std::size_t> find(std::initializer_list<std::string_view> words) const;
    [[nodiscard]] std::size_t count() const { return names_.size(); }

  private:
    std::vector<std::string> names_;
};

/// Every row must be as wide as its header; each that is not becomes a problem at the place where it goes wrong.
void check_width(const Block& table, std::vector<PlanProblem>& problems);

/// Bars in a paragraph: a table whose second line does not fit its first. True where it was one, with the problem
/// noted.
bool is_broken_table(const Block& block, std::vector<PlanProblem>& problems);

/// The years that the plan's own dates carry, most often named first.
std::vector<std::chrono::year> years_in(std::string_view text);

/// "P0", "P0 - Critical", "p0 …": the severity's number.
std::optional<std::size_t> severity_named(std::string_view heading);

/// A row of a rotation, not yet dated.
struct RotationRow
{
    std::string when;  // the text of all columns that are nobody's role
    PlanShift shift;
    int column = 1;
};

/// Rows that name weeks ("Week 1") or weekdays ("Mon-Wed") and no dates: one cycle, dated from the plan's start of the
/// rotation. False: they are something else.
bool read_undated_rotation(const std::vector<RotationRow>& rows, const Handoff& handoff, Plan& plan);
void read_rotation(const Block& table, const std::vector<std::chrono::year>& years, const Handoff& handoff, Plan& plan);
void read_targets(const Block& table, Plan& plan);               // Response Time SLAs
void read_levels(const std::vector<Block>& blocks, Plan& plan);  // Incident Priority Levels
void read_alerts(const Block& table, Document& document, Plan& plan);
void read_escalation(Document& document, Plan& plan);
void read_goals(Document& document, Plan& plan);

/// The severities that a text names ("P0, P1"), each once.
std::vector<Severity> severities_in(std::string_view text);

/// The first number of a text in thousandths ("2.5" is 2,500) and what follows it; nullopt: none up to a million.
struct Number
{
    std::int64_t thousandths = 0;
    std::string_view behind;
};
std::optional<Number> number_in(std::string_view text);

/// What a row says in a column; "" where there is none.
std::string cell(const Row& row, std::optional<std::size_t> column);

// Knowledge. Each takes the lines that it used, so that the next one finds what is left.
void read_runbooks(Document& document, Plan& plan);
void read_faq(Document& document, Plan& plan);
void read_articles(Document& document, Plan& plan);
/// An FAQ's question and answer; what lacks either becomes a problem.
void add_answer(PlanEntry entry, Plan& plan);

/// Texts made safe and short enough to keep, and keys that none shares.
void finish_entries(Plan& plan);

}  // namespace hotwatch::plan
