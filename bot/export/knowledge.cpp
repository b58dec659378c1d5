// FAQ entries and runbooks, a row each; retired ones are marked.
#include "bot/export/rows.hpp"

namespace hotwatch::exports
{

namespace
{
/// The two kinds differ in what their title and text are called.
std::vector<ColumnOf<Entry>> columns_with(std::string_view title, std::string_view body)
{
    return {
        {"key", [](const Entry& e, Context&) { return text(e.key); }},
        {title, [](const Entry& e, Context&) { return text(e.title); }},
        {body, [](const Entry& e, Context&) { return text(e.body); }},
        {"version", [](const Entry& e, Context&) { return Cell{std::int64_t{e.version}}; }},
        {"edited_at", [](const Entry& e, Context&) { return instant(e.edited.at); }},
        {"edited_by", [](const Entry& e, Context&) { return person(e.edited.by); }},
        {"edited_by_name", [](const Entry& e, Context& c)
         { return e.edited.by.empty() ? Cell{"the plan"} : person_name(e.edited.by, c); }},
        {"from_plan", [](const Entry& e, Context&) { return Cell{!e.plan_key.empty()}; }},
        {"helped", [](const Entry& e, Context&) { return Cell{std::int64_t{e.helped}}; }},
        {"not_helpful", [](const Entry& e, Context&) { return Cell{std::int64_t{e.not_helpful}}; }},
        {"last_used_at", [](const Entry& e, Context&) { return instant(e.last_used); }},
        {"retired", [](const Entry& e, Context&) { return Cell{e.is_retired}; }},
    };
}

const std::vector<ColumnOf<Entry>>& faq_columns()
{
    static const auto columns = columns_with("question", "answer");
    return columns;
}

const std::vector<ColumnOf<Entry>>& runbook_columns()
{
    static const auto columns = columns_with("title", "text");
    return columns;
}

void each_of(EntryKind kind, const std::vector<ColumnOf<Entry>>& columns, Book& book, UtcMillis now, const Visit& visit)
{
    Context context{book, now};
    book.knowledge.walk(kind, [&](const Entry& entry) { visit(row_of(columns, entry, context)); });
}
}  // namespace

Subject faq()
{
    return {"faq", "questions and answers, in Markdown", names_of(faq_columns()),
            [](Book& book, UtcMillis now, const Visit& visit)
            { each_of(EntryKind::faq, faq_columns(), book, now, visit); }};
}

Subject runbooks()
{
    return {"runbooks", "what to try, in Markdown", names_of(runbook_columns()),
            [](Book& book, UtcMillis now, const Visit& visit)
            { each_of(EntryKind::runbook, runbook_columns(), book, now, visit); }};
}

}  // namespace hotwatch::exports
