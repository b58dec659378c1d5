// A question and its answer.
#include "commands/faq/faq.hpp"
#include "commands/knowledge/find.hpp"
#include "commands/knowledge/knowledge.hpp"
#include "commands/knowledge/shown.hpp"
#include "commands/letters.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch
{

namespace
{
using namespace knowledge;

constexpr int most_found = 3;  // the answer and two others
}  // namespace

Outcome ask_faq(const Request& request, Book& book, UtcMillis now)
{
    const auto& question = request.words.rest;
    if (trimmed(std::string_view{question}).empty())
        return list_entries(request, book, now);
    const auto found = book.knowledge.search(question, std::nullopt, most_found);
    if (found.empty())
        return refuse(Refusal::Why::not_found,
                      render_nothing(question, "faq", {}, on_call_at(now, book), book.policy()));
    if (!found.front().has_all_words)
        return answer(render_unsure(question, entries_of(found), on_call_at(now, book)));
    auto view = shown(found.front().entry, request, book);
    for (std::size_t i = 1; i < found.size(); ++i)
        view.others.push_back(found[i].entry);
    return answer(render_entry(view, book.policy()));
}

}  // namespace hotwatch
