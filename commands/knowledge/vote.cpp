// Share, Helped, Not helpful.
#include "commands/knowledge/find.hpp"
#include "commands/knowledge/knowledge.hpp"
#include "commands/knowledge/shown.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch
{

namespace
{
using namespace knowledge;

/// A button that was drawn for another text than stands now.
bool is_overtaken(const Request& request, const Entry& entry)
{
    return request.origin == Origin::button && request.version != 0 && request.version != entry.version;
}

Reply as_it_reads_now(const Entry& entry, const Request& request, Book& book)
{
    auto view = shown(entry, request, book);
    view.lead = changed_lead(entry, view.edited_by);
    return answer(render_entry(view, book.policy()));
}

Outcome vote(const Request& request, bool helped, Book& book, UtcMillis now)
{
    const auto entry = meant(request, request.words.rest, book);
    if (!entry)
        return entry.error();
    if (is_overtaken(request, *entry))
        return as_it_reads_now(*entry, request, book);
    if (!book.knowledge.voted(entry->id, request.user, helped, now))
        return answer(render_voted_before(*entry, helped));
    auto reply = answer(render_voted(book.knowledge.find(entry->id).value(), helped));
    reply.object = object_of(*entry);
    return reply;
}
}  // namespace

Outcome share_entry(const Request& request, Book& book, UtcMillis)
{
    const auto entry = meant(request, request.words.rest, book);
    if (!entry)
        return entry.error();
    if (is_overtaken(request, *entry))
        return as_it_reads_now(*entry, request, book);
    auto view = shown(*entry, request, book);
    view.can_share = false;
    view.shared_by = name_of(request.user, book);
    auto reply = answer(render_entry(view, book.policy()));
    reply.to = Reply::To::channel;
    return reply;
}

Outcome entry_helped(const Request& request, Book& book, UtcMillis now)
{
    return vote(request, true, book, now);
}

Outcome entry_not_helpful(const Request& request, Book& book, UtcMillis now)
{
    return vote(request, false, book, now);
}

}  // namespace hotwatch
