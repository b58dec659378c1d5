// From words to the runbook that fits.
#include "commands/knowledge/find.hpp"
#include "commands/knowledge/knowledge.hpp"
#include "commands/knowledge/shown.hpp"
#include "commands/letters.hpp"
#include "commands/oncall/resolve.hpp"
#include "commands/runbook/runbook.hpp"

namespace hotwatch
{

namespace
{
using namespace knowledge;

constexpr int most_found = 5;
constexpr int most_elsewhere = 3;

}  // namespace

Outcome search_runbooks(const Request& request, Book& book, UtcMillis now)
{
    const auto& words = request.words.rest;
    if (trimmed(std::string_view{words}).empty())
        return list_entries(request, book, now);
    if (const auto entry = named(words, "runbook", book))
        return answer(render_entry(shown(*entry, request, book), book.policy()));
    const auto found = book.knowledge.search(words, EntryKind::runbook, most_found);
    if (found.empty())
        return refuse(Refusal::Why::not_found,
                      render_nothing(words, "runbook",
                                     entries_of(book.knowledge.search(words, std::nullopt, most_elsewhere)),
                                     on_call_at(now, book), book.policy()));
    if (!is_clear(found))
        return answer(render_found(words, "runbook", entries_of(found), book.policy()));
    auto view = shown(found.front().entry, request, book);
    const auto others = entries_of(found);
    view.others.assign(others.begin() + 1, others.begin() + std::min<std::ptrdiff_t>(std::ssize(others), 3));
    return answer(render_entry(view, book.policy()));
}

}  // namespace hotwatch
