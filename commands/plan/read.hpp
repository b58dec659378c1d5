// The readers of a plan's single parts, shared by parse.cpp; not for use from outside this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/plan/markdown.hpp"
#include "commands/plan/parse.hpp"

namespace hotwatch::plan
{

/// Small letters, punctuation to blanks, blanks run together: headings and column names are compared so.
std::string folded(std::string_view text);
std::string trim(std::string_view text);

/// "< 5 min", "within 15 minutes", "1 week", "1 business day": the first figure with a unit. A week has seven days.
std::optional<seconds> figure_in(std::string_view text);

/// The first "#channel-name", "" where there is none.
std::string channel_in(std::string_view text);

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

void read_rotation(const Block& table, const std::vector<std::chrono::year>& years, const Handoff& handoff, Plan& plan);
void read_targets(const Block& table, Plan& plan);               // Response Time SLAs
void read_levels(const std::vector<Block>& blocks, Plan& plan);  // Incident Priority Levels

}  // namespace hotwatch::plan
