// `/status retry`, `/status drop`: somebody settles a call that could not be delivered.
#include <charconv>

#include <fmt/format.h>

#include "commands/incident/page.hpp"
#include "commands/permission.hpp"
#include "commands/render.hpp"
#include "commands/status/render.hpp"
#include "commands/status/status.hpp"

namespace hotwatch
{

namespace
{
/// "17" or "call 17"; 0 where there is none.
std::int64_t id_in(const Words& words)
{
    std::int64_t id = 0;
    const auto space = words.rest.rfind(' ');
    const auto word = std::string_view{words.rest}.substr(space == std::string::npos ? 0 : space + 1);
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    return error == std::errc{} && end == word.data() + word.size() ? id : 0;
}

boost::system::result<Call, Refusal> parked_call(const Request& request, Book& book, UtcMillis now)
{
    using Why = Refusal::Why;
    const auto& verb = request.words.verb;
    const auto command = shown_name("status", book.policy());
    if (!is_manager(request, book, now))
        return Refusal{
            .why = Why::not_allowed, .message = status::for_managers(verb, some_managers(book, now)), .fields = {}};
    const auto id = id_in(request.words);
    if (id <= 0)
        return Refusal{.why = Why::usage, .message = status::which_call(verb, command), .fields = {}};
    auto call = book.outbox.find(id);
    if (!call || call->state != CallState::parked || call->kind == CallKind::once)
        return Refusal{.why = Why::not_found, .message = status::not_parked(id, command), .fields = {}};
    return std::move(*call);
}

/// A newer state of the same went out, the incident's card stands elsewhere by now, or nobody has to answer any more.
bool is_outdated(const Call& call, Book& book)
{
    if (const auto newest = book.outbox.newest_with_key(call.dedupe_key); newest && newest->id != call.id)
        return true;
    const auto incident = call.subject == 0 ? std::nullopt : book.incidents.find(call.subject);
    if (incident && call.purpose == "incident.card")
        return incident->card_row != call.id;
    return incident && call.purpose == incident::page_purpose && incident->state != IncidentState::open;
}

/// The call and those before it that it waits for and that were not delivered either, in the order in which they go
/// out.
std::vector<std::int64_t> chain_to(const Call& call, Book& book)
{
    std::vector<std::int64_t> chain{call.id};
    for (auto before = book.outbox.find(call.after); before && before->state == CallState::parked;
         before = book.outbox.find(before->after))
        chain.insert(chain.begin(), before->id);
    return chain;
}

Reply done(Message message, const Call& call)
{
    Reply reply;
    reply.message = std::move(message);
    reply.object = fmt::format("call {}", call.id);
    return reply;
}
}  // namespace

Outcome retry_call(const Request& request, Book& book, UtcMillis now)
{
    const auto call = parked_call(request, book, now);
    if (!call)
        return call.error();
    if (is_outdated(*call, book))
        return Refusal{.why = Refusal::Why::not_now,
                       .message = status::outdated(*call, shown_name("status", book.policy())),
                       .fields = {}};
    for (const auto id : chain_to(*call, book))
        book.outbox.retry(id, now);
    return done(status::render_retried(*call), *call);
}

Outcome drop_call(const Request& request, Book& book, UtcMillis now)
{
    const auto call = parked_call(request, book, now);
    if (!call)
        return call.error();
    book.outbox.drop(call->id);
    return done(status::render_dropped(*call), *call);
}

}  // namespace hotwatch
