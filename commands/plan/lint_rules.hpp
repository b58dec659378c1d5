// The rules of lint.cpp, a family a file; not for use from outside this folder.
#pragma once

#include "commands/plan/lint.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

/// A plan's text beside what was read from it.
struct LintView
{
    const Plan& plan;
    const Document& document;
    bool has_zone = false;
    std::vector<PlanFinding>& findings;

    void find(int line, std::string text, std::string proposal) const
    {
        findings.push_back({line, std::move(text), std::move(proposal)});
    }
};

/// "15 min", "1 h 30 min", "24 h", "7 d".
std::string in_words(seconds time);

void lint_times(const LintView& view);    // contradictions, escalation times, alerts below their severity
void lint_people(const LintView& view);   // rotations that end or leave days open, time zone, nobody to take over
void lint_text(const LintView& view);     // placeholders, destructive commands, encodings
void lint_surveys(const LintView& view);  // a satisfaction target that no question measures

}  // namespace hotwatch::plan
