// `/status retry`, `/status drop`: somebody settles a call that could not be delivered.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "commands/permission.hpp"
#include "commands/render.hpp"
#include "commands/status/render.hpp"
#include "commands/status/status.hpp"

namespace hotwatch
{

namespace
{
bool may_settle(const Request& request, Book& book, UtcMillis now)
{
    return is_manager(request, book, now) ||
           std::ranges::find(book.policy().admins, request.user) != book.policy().admins.end();
}

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
    if (!may_settle(request, book, now))
        return Refusal{.why = Why::not_allowed, .message = status::for_admins(verb), .fields = {}};
    const auto id = id_in(request.words);
    if (id <= 0)
        return Refusal{.why = Why::usage, .message = status::which_call(verb, command), .fields = {}};
    auto call = book.outbox.find(id);
    if (!call || call->state != CallState::parked || call->kind == CallKind::once)
        return Refusal{.why = Why::not_found, .message = status::not_parked(id, command), .fields = {}};
    return std::move(*call);
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
    if (const auto newest = book.outbox.newest_with_key(call->dedupe_key); newest && newest->id != call->id)
        return Refusal{.why = Refusal::Why::not_now,
                       .message = status::outdated(*call, shown_name("status", book.policy())),
                       .fields = {}};
    book.outbox.retry(call->id, now);
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
