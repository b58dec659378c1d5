// Whatever no other reader took: articles that /faq finds.
#include "commands/plan/read.hpp"

namespace hotwatch::plan
{

namespace
{
/// What stands behind the last rule of a plan, below its last section, is said of the plan itself: its owner, its
/// dates.
int end_of_text(const Document& document)
{
    const auto& last = document.sections().back();
    for (auto block = document.blocks().rbegin(); block != document.blocks().rend() && block->line > last.line; ++block)
        if (block->kind == Block::Kind::rule)
            return block->line;
    return last.end;
}

PlanEntry article(std::string_view context, const Section& section, std::string body)
{
    PlanEntry entry{
        .kind = EntryKind::article, .title = section.heading, .body = std::move(body), .line = section.line};
    if (!context.empty())
        entry.title = std::string{context} + ": " + entry.title;
    if (entry.title.empty())
        entry.title = "Support plan";
    entry.key = folded(entry.title);
    return entry;
}
}  // namespace

void read_articles(Document& document, Plan& plan)
{
    auto& sections = document.sections();
    const bool has_headings = sections.size() > 1;
    std::string of_plan;  // before the first heading, and behind the last section's rule
    if (has_headings)
    {
        of_plan = document.rest_of(sections.front());
        auto& last = sections.back();
        const auto end = end_of_text(document);
        Section tail = last;
        tail.first = end;
        if (const auto text = document.rest_of(tail); !text.empty())
            of_plan += (of_plan.empty() ? "" : "\n\n") + text;
        document.take(end, last.end);
    }
    for (std::size_t at = has_headings ? 1 : 0; at < sections.size(); ++at)
    {
        auto& section = sections[at];
        if (section.is_spent)
            continue;
        auto body = document.rest_of(section);
        if (at == document.title() && at != 0 && !of_plan.empty())
            body += (body.empty() ? "" : "\n\n") + std::exchange(of_plan, {});
        if (body.empty())
            continue;
        plan.entries.push_back(article(document.context_of(at), section, std::move(body)));
        document.note(section.line, "article");
    }
    if (!of_plan.empty())
        plan.entries.push_back(article({}, sections.front(), std::move(of_plan)));
}

}  // namespace hotwatch::plan
