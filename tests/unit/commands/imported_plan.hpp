// A store that plans are imported into, hour after hour: shared by the tests of what an import leaves standing.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "commands/plan/import.hpp"
#include "commands/plan/report.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch
{
extern const std::string_view built_in_plan;
}

namespace hotwatch::testing
{

inline constexpr std::string_view head =
    "# Plan of 2025\n\n## On-Call Rotation\n\n| Week | Primary | Backup | Manager |\n"
    "|---|---|---|---|\n| Week 1 (Oct 13-19) | Ana | Ben | Mia |\n\n";

/// A plan with one FAQ entry, question and answer as given; "" none.
inline std::string plan_with(std::string_view question, std::string_view answer)
{
    auto text = std::string{head} + "## FAQ\n\n";
    if (!question.empty())
        text += fmt::format("**Q: {}**\nA: {}\n", question, answer);
    return text;
}

class PlanImported : public ::testing::Test
{
  protected:
    PlanImported() { database.begin(); }

    Imported imports(const std::string& text, plan::Side take = plan::Side::neither, bool is_dry = false)
    {
        return import_plan({text, "team.md", "console:ana", take, is_dry}, {}, book, at(++hour));
    }

    std::vector<plan::Change::What> whats(const std::string& text, plan::Side take = plan::Side::neither)
    {
        std::vector<plan::Change::What> found;
        for (const auto& change : imports(text, take).changes)
            found.push_back(change.what);
        return found;
    }

    /// What the terminal shows of it.
    std::string report(const std::string& text, plan::Side take = plan::Side::neither, bool is_dry = false,
                       std::string_view oncall_command = "/oncall")
    {
        const ImportRequest request{text, "team.md", "console:ana", take, is_dry};
        return import_report(import_plan(request, {}, book, at(++hour)), request, oncall_command) + "\n";
    }

    std::optional<Entry> up() { return book.knowledge.find(EntryKind::faq, "is-it-up"); }

    void edit(std::string body, bool retires = false)
    {
        auto entry = up().value();
        entry.body = std::move(body);
        entry.edited = {at(8), ana};
        entry.is_edited = true;
        entry.is_retired = retires;
        book.knowledge.save(entry);
    }

    const UserId ana{"U01ANA"};
    CountedIds ids;
    Database database{"", ids};
    Book& book = database.book();
    int hour = 0;
};

}  // namespace hotwatch::testing
