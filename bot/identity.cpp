#include "bot/identity.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands/render_rights.hpp"
#include "commands/table.hpp"

namespace hotwatch::identity
{

namespace
{
using nlohmann::json;

constexpr std::string_view mark = "identity:";  // a purpose: the request that waits, as JSON
constexpr auto patience = std::chrono::seconds{10};
constexpr std::array<std::string_view, 4> for_everybody{"declare", "ack", "update", "note"};

json written(const std::vector<slack::FieldLabel>& labels)
{
    json all = json::array();
    for (const auto& [block_id, label] : labels)
        all.push_back({block_id, label});
    return all;
}

std::vector<slack::FieldLabel> labels_in(const json& from)
{
    std::vector<slack::FieldLabel> labels;
    for (const auto& [block_id, label] : from.value("labels", std::vector<std::pair<std::string, std::string>>{}))
        labels.push_back({block_id, label});
    return labels;
}

json written(const Waiting& waiting)
{
    const auto& [asked, press] = waiting;
    const auto& request = asked.request;
    const auto& words = request.words;
    return {{"origin", static_cast<int>(request.origin)},
            {"user", request.user.value},
            {"channel", request.channel.value},
            {"thread_ts", request.thread_ts},
            {"message_ts", request.message_ts},
            {"command", words.command},
            {"verb", words.verb},
            {"rest", words.rest},
            {"args", words.args},
            {"flags", words.flags},
            {"fields", request.fields},
            {"version", request.version},
            {"answer_in", asked.path.channel.value},
            {"answer_thread", asked.path.thread_ts},
            {"labels", written(asked.labels)},
            {"press", press.key},
            {"pressed_line", press.line}};
}

Waiting read(const json& from)
{
    Request request;
    request.origin = static_cast<Origin>(from.at("origin").get<int>());
    request.user = UserId{from.at("user").get<std::string>()};
    request.channel = ChannelId{from.at("channel").get<std::string>()};
    request.thread_ts = from.at("thread_ts").get<std::string>();
    request.message_ts = from.at("message_ts").get<std::string>();
    request.words = {.command = from.at("command").get<std::string>(),
                     .verb = from.at("verb").get<std::string>(),
                     .rest = from.at("rest").get<std::string>(),
                     .args = from.at("args").get<std::vector<std::string>>(),
                     .flags = from.at("flags").get<std::map<std::string, std::string>>()};
    request.fields = from.at("fields").get<std::map<std::string, std::string>>();
    request.version = from.at("version").get<std::int64_t>();
    ReplyPath path{.user = request.user,
                   .channel = ChannelId{from.at("answer_in").get<std::string>()},
                   .thread_ts = from.at("answer_thread").get<std::string>(),
                   .response_url = {}};
    presses::Press press{.key = from.value("press", std::string{}),
                         .line = from.value("pressed_line", std::string{}),
                         .by = request.user,
                         .response_url = {}};
    return {.asked = {std::move(request), std::move(path), {}, labels_in(from)}, .press = std::move(press)};
}
}  // namespace

bool is_wanted(const Request& request, Book& book)
{
    const auto* verb = find_verb(request.words.command, request.words.verb);
    if (verb == nullptr || !verb->writes ||
        (verb->command == "incident" && std::ranges::find(for_everybody, verb->name) != for_everybody.end()))
        return false;
    const auto person = book.people.find(request.user);
    return !person || (!person->is_complete && !person->is_guest);
}

std::int64_t ask(const Waiting& waiting, Book& book, UtcMillis now)
{
    Call call;
    call.kind = CallKind::repeatable;
    call.send_class = SendClass::acknowledgement;
    call.method = "users.info";
    call.purpose = std::string{mark} + written(waiting).dump(-1, ' ', false, json::error_handler_t::replace);
    call.args = json{{"user", waiting.asked.request.user.value}}.dump();
    return book.outbox.add(std::move(call), now);
}

Reply meanwhile()
{
    Reply reply;
    reply.message = render_checking_who();
    return reply;
}

std::optional<Waiting> waited(const Call& call, Book& book)
{
    if (!call.purpose.starts_with(mark))
        return std::nullopt;
    auto waiting = read(json::parse(call.purpose.substr(mark.size())));
    auto& request = waiting.asked.request;
    const auto person = book.people.find(request.user);
    request.zone = person && !person->zone.empty() ? person->zone : book.policy().team_zone;
    return waiting;
}

std::optional<Refusal> refused(const Call& call, const Request& request, Book& book, UtcMillis now)
{
    const auto person = book.people.find(request.user);
    const bool is_known = person && (person->is_complete || person->is_guest);
    if (is_known && !is_overdue(call, now))
        return std::nullopt;
    return Refusal{.why = Refusal::Why::unavailable, .message = render_not_known_who(), .fields = {}};
}

bool is_overdue(const Call& call, UtcMillis now)
{
    return now - call.created_at > patience;
}

std::string refusal_key(const Call& call)
{
    return fmt::format("refused:{}", call.uuid);
}

void Patience::restore(const std::vector<Call>& unsettled)
{
    waiting_.clear();
    for (const auto& call : unsettled)  // oldest first
        if (call.purpose.starts_with(mark))
            add(call.id, call.created_at);
}

std::vector<std::int64_t> Patience::take_overdue(UtcMillis now)
{
    std::vector<std::int64_t> rows;
    while (!waiting_.empty() && now - waiting_.front().at > patience)
    {
        rows.push_back(waiting_.front().row);
        waiting_.pop_front();
    }
    return rows;
}

std::optional<UtcMillis> Patience::ends_at() const
{
    return waiting_.empty() ? std::nullopt : std::optional{waiting_.front().at + patience + milliseconds{1}};
}

}  // namespace hotwatch::identity
