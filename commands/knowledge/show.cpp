// `list` and `show`.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "commands/knowledge/find.hpp"
#include "commands/knowledge/knowledge.hpp"
#include "commands/knowledge/shown.hpp"
#include "commands/letters.hpp"

namespace hotwatch
{

namespace
{
using namespace knowledge;

/// A number of one to four digits; 0 for anything else.
int number_in(std::string_view word)
{
    int number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool is_whole = error == std::errc{} && end == word.data() + word.size();
    return is_whole && word.size() <= 4 && number > 0 ? number : 0;
}

int page_asked_for(const Request& request)
{
    const auto flag = request.words.flags.find("page");
    return flag == request.words.flags.end() ? 1 : std::max(1, number_in(flag->second));
}

struct Asked
{
    Entry entry;
    int number = 0;  // of a step, or of a page where there are no steps
};

/// "approval-queue-not-loading 2", "Approval queue 2"; a number may also be the end of a title.
std::optional<Asked> asked_for(const Request& request, Book& book)
{
    const auto text = trimmed(std::string_view{request.words.rest});
    if (auto entry = named(text, request.words.command, book))
        return Asked{std::move(*entry), 0};
    const auto space = text.find_last_of(blanks);
    if (space == std::string_view::npos)
        return std::nullopt;
    const int number = number_in(text.substr(space + 1));
    auto entry = number > 0 ? named(text.substr(0, space), request.words.command, book) : std::nullopt;
    return entry ? std::optional{Asked{std::move(*entry), number}} : std::nullopt;
}
}  // namespace

Outcome list_entries(const Request& request, Book& book, UtcMillis now)
{
    const bool is_faq = request.words.command == "faq";
    List list{.command = is_faq ? "faq" : "runbook"};
    for (const auto& arg : request.words.args)
    {
        const auto word = lowered(arg);
        if (is_faq && (word == "articles" || word == "article"))
            list.is_articles = true;
        else if (const int number = number_in(word); number > 0)
            list.page = number;
        else
            return search(request, "list " + request.words.rest, book, now);
    }
    const auto kind = !is_faq ? EntryKind::runbook : list.is_articles ? EntryKind::article : EntryKind::faq;
    list.count = book.knowledge.count(kind);
    if (kind == EntryKind::faq)
        list.articles = book.knowledge.count(EntryKind::article);
    list.pages = static_cast<int>(std::max<std::int64_t>(1, (list.count + entries_in_page - 1) / entries_in_page));
    list.page = std::min(list.page, list.pages);
    list.entries = book.knowledge.list(kind, entries_in_page, (list.page - 1) * entries_in_page);
    return answer(render_list(list, book.policy()));
}

Outcome show_entry(const Request& request, Book& book, UtcMillis now)
{
    if (id_of_button(request))
    {
        const auto entry = meant(request, {}, book);
        if (!entry)
            return entry.error();
        return answer(render_entry(shown(*entry, request, book), book.policy()));
    }
    if (trimmed(std::string_view{request.words.rest}).empty())
        return which_one(request, book);
    const auto asked = asked_for(request, book);
    if (!asked)
        return search(request, request.words.rest, book, now);
    auto view = shown(asked->entry, request, book);
    view.page = page_asked_for(request);
    const auto steps = steps_in(asked->entry);
    if (steps > 0 && asked->number > steps)
        view.lead = fmt::format("There is no step {}: the last is step {}.", asked->number, steps);
    else if (asked->number > 0)
        (steps > 0 ? view.step : view.page) = asked->number;
    return answer(render_entry(view, book.policy()));
}

}  // namespace hotwatch
