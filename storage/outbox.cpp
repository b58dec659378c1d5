// Calls owed to Slack: added by rules, taken by the sender, settled by their outcomes. How they end otherwise is in
// outbox_end.cpp.
#include <unordered_set>

#include "storage/book.hpp"
#include "storage/connection.hpp"
#include "storage/words.hpp"

namespace hotwatch
{

namespace
{

void bind_content(Statement& statement, const Call& call)
{
    statement.bind(":send_class", send_classes.of(call.send_class))
        .bind(":severity", call.severity)
        .bind_reference(":after_id", call.after)
        .bind(":take", takes.of(call.take))
        .bind(":args", call.args)
        .bind(":response_url", call.response_url)
        .bind(":purpose", call.purpose)
        .bind(":subject", call.subject);
}

constexpr Sql insert_call = R"sql(
    INSERT INTO outbox (uuid, dedupe_key, kind, send_class, severity, method, conversation, after_id, take, args,
        response_url, purpose, subject, state, not_before, created_at)
    VALUES (:uuid, :dedupe_key, :kind, :send_class, :severity, :method, :conversation, :after_id, :take, :args,
        :response_url, :purpose, :subject, 'pending', :not_before, :created_at)
)sql";

constexpr Sql replace_content = R"sql(
    UPDATE outbox SET send_class = :send_class, severity = :severity, after_id = :after_id, take = :take, args = :args,
        response_url = :response_url, purpose = :purpose, subject = :subject
    WHERE id = :id
)sql";

constexpr Sql select_call = R"sql(
    SELECT id, uuid, dedupe_key, kind, send_class, severity, method, conversation, after_id, take, args, response_url,
        purpose, subject, state, attempts, looks, not_before, created_at, started_at, result_channel, result_ts, error
    FROM outbox WHERE id = :id
)sql";

constexpr Sql select_newest_with_key = R"sql(
    SELECT id FROM outbox WHERE dedupe_key = :dedupe_key AND dedupe_key <> '' ORDER BY id DESC LIMIT 1
)sql";

// A response_url has done its work once its row is settled; until then it is the only copy.
constexpr Sql update_progress = R"sql(
    UPDATE outbox SET state = :state, attempts = :attempts, looks = :looks, not_before = :not_before,
        started_at = coalesce(:started_at, started_at), take = :take, args = :args, result_channel = :result_channel,
        result_ts = :result_ts, error = :error,
        response_url = CASE WHEN :state IN ('sent', 'parked') THEN '' ELSE response_url END
    WHERE id = :id
)sql";

constexpr Sql select_waiting_for = R"sql(
    SELECT id FROM outbox WHERE after_id = :row AND after_id IS NOT NULL AND state <> 'sent' AND state = 'pending'
    ORDER BY id
)sql";

constexpr Sql update_after = R"sql(
    UPDATE outbox SET after_id = :row WHERE id = :id
)sql";

constexpr Sql select_unsettled = R"sql(
    SELECT id FROM outbox WHERE state <> 'sent' AND state IN ('pending', 'sending', 'unknown') ORDER BY id
)sql";

constexpr Sql select_parked = R"sql(
    SELECT id FROM outbox WHERE state <> 'sent' AND state = 'parked' AND kind <> 'once' ORDER BY id
)sql";

constexpr Sql count_parked_rows = R"sql(
    SELECT count(*) FROM outbox WHERE state <> 'sent' AND state = 'parked' AND kind <> 'once'
)sql";

constexpr Sql select_oldest_unsettled = R"sql(
    SELECT created_at FROM outbox WHERE state <> 'sent' AND state IN ('pending', 'sending', 'unknown')
    ORDER BY id LIMIT 1
)sql";

constexpr Sql count_unsent = R"sql(
    SELECT count(*) FROM outbox WHERE state <> 'sent' AND state = :state
)sql";

constexpr Sql count_sent = R"sql(
    SELECT count(*) FROM outbox WHERE state = 'sent'
)sql";

constexpr Sql upsert_hold = R"sql(
    INSERT INTO hold (name, ends_at) VALUES (:name, :ends_at) ON CONFLICT (name) DO UPDATE SET ends_at = excluded.ends_at
)sql";

constexpr Sql select_holds = R"sql(
    SELECT name, ends_at FROM hold WHERE ends_at > :now
)sql";

std::vector<Call> each(Outbox& outbox, const std::vector<std::int64_t>& ids)
{
    std::vector<Call> calls;
    calls.reserve(ids.size());
    for (const auto id : ids)
        if (auto call = outbox.find(id))
            calls.push_back(std::move(*call));
    return calls;
}

}  // namespace

std::int64_t Outbox::add(Call call, UtcMillis now)
{
    auto statement = connection_.prepare(insert_call);
    bind_content(statement, call);
    statement.bind(":uuid", ids_.uuid())
        .bind(":dedupe_key", call.dedupe_key)
        .bind(":kind", call_kinds.of(call.kind))
        .bind(":method", call.method)
        .bind(":conversation", call.conversation)
        .bind(":not_before", call.not_before)
        .bind(":created_at", now)
        .run();
    const auto id = connection_.last_id();
    news_.push_back(id);
    return id;
}

std::int64_t Outbox::put(Call call, UtcMillis now)
{
    const auto newest = newest_with_key(call.dedupe_key);
    if (!newest || newest->state != CallState::pending)
        return add(std::move(call), now);
    auto statement = connection_.prepare(replace_content);
    bind_content(statement, call);
    statement.bind(":id", newest->id).run();
    news_.push_back(newest->id);
    return newest->id;
}

std::optional<Call> Outbox::find(std::int64_t id)
{
    auto row = connection_.prepare(select_call);
    if (!row.bind(":id", id).step())
        return std::nullopt;
    Call call;
    call.id = row.integer();
    call.uuid = row.text();
    call.dedupe_key = row.text();
    call.kind = call_kinds.value(row.text());
    call.send_class = send_classes.value(row.text());
    call.severity = static_cast<int>(row.integer());
    call.method = row.text();
    call.conversation = row.text();
    call.after = row.integer();
    call.take = takes.value(row.text());
    call.args = row.text();
    call.response_url = row.text();
    call.purpose = row.text();
    call.subject = row.integer();
    call.state = call_states.value(row.text());
    call.attempts = static_cast<int>(row.integer());
    call.looks = static_cast<int>(row.integer());
    call.not_before = row.time();
    call.created_at = row.time();
    call.started_at = row.optional_time();
    call.result_channel = row.text();
    call.result_ts = row.text();
    call.error = row.text();
    return call;
}

std::optional<Call> Outbox::newest_with_key(std::string_view dedupe_key)
{
    auto statement = connection_.prepare(select_newest_with_key);
    return statement.bind(":dedupe_key", dedupe_key).step() ? find(statement.integer()) : std::nullopt;
}

void Outbox::save(const Call& call)
{
    const auto changed = connection_.prepare(update_progress)
                             .bind(":state", call_states.of(call.state))
                             .bind(":attempts", call.attempts)
                             .bind(":looks", call.looks)
                             .bind(":not_before", call.not_before)
                             .bind(":started_at", call.started_at)
                             .bind(":take", takes.of(call.take))
                             .bind(":args", call.args)
                             .bind(":result_channel", call.result_channel)
                             .bind(":result_ts", call.result_ts)
                             .bind(":error", call.error)
                             .bind(":id", call.id)
                             .run();
    if (changed == 0)
        throw std::logic_error{fmt::format("call {} is to be saved, but is not in the store", call.id)};
}

void Outbox::follow_instead(std::int64_t row, std::int64_t other)
{
    for (const auto id : connection_.prepare(select_waiting_for).bind(":row", row).integers())
    {
        connection_.prepare(update_after).bind(":row", other).bind(":id", id).run();
        news_.push_back(id);
    }
}

void Outbox::readdress(const Call& call)
{
    if (const auto kept = find(call.id); !kept || kept->state != CallState::pending)
        throw std::logic_error{fmt::format("call {} is to go elsewhere, but is not pending", call.id)};
    save(call);
    connection_.prepare(update_after).bind(":row", call.after).bind(":id", call.id).run();
    news_.push_back(call.id);
}

std::vector<Call> Outbox::unsettled()
{
    return each(*this, connection_.prepare(select_unsettled).integers());
}

std::vector<Call> Outbox::parked()
{
    return each(*this, connection_.prepare(select_parked).integers());
}

std::int64_t Outbox::count_parked()
{
    auto statement = connection_.prepare(count_parked_rows);
    (void)statement.step();  // an aggregate always gives its one row
    return statement.integer();
}

std::vector<Call> Outbox::take_news()
{
    std::vector<std::int64_t> once;
    std::unordered_set<std::int64_t> told;
    for (const auto id : std::exchange(news_, {}))
        if (told.insert(id).second)
            once.push_back(id);
    return each(*this, once);
}

std::int64_t Outbox::count(CallState state)
{
    auto statement = connection_.prepare(state == CallState::sent ? count_sent : count_unsent);
    if (state != CallState::sent)
        statement.bind(":state", call_states.of(state));
    (void)statement.step();  // an aggregate always gives its one row
    return statement.integer();
}

std::optional<UtcMillis> Outbox::oldest_unsettled()
{
    auto row = connection_.prepare(select_oldest_unsettled);
    return row.step() ? std::optional{row.time()} : std::nullopt;
}

void Outbox::hold(const std::string& key, UtcMillis until)
{
    connection_.prepare(upsert_hold).bind(":name", key).bind(":ends_at", until).run();
}

std::map<std::string, UtcMillis> Outbox::holds(UtcMillis now)
{
    auto row = connection_.prepare(select_holds);
    row.bind(":now", now);
    std::map<std::string, UtcMillis> holds;
    while (row.step())
    {
        auto name = row.text();
        holds.emplace(std::move(name), row.time());
    }
    return holds;
}

}  // namespace hotwatch
