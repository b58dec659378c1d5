// The audit log: every change one row, each sealed over the one before.
#include "storage/audit_chain.hpp"
#include "storage/book.hpp"
#include "storage/connection.hpp"

namespace hotwatch
{

namespace
{

constexpr Sql insert_row = R"sql(
    INSERT INTO audit (seq, at, action, object, actor, digest, hash, salt, text)
    VALUES (:seq, :at, :action, :object, :actor, :digest, :hash, :salt, :text)
)sql";

constexpr Sql select_newest = R"sql(
    SELECT seq, at, action, object, actor, text FROM audit ORDER BY seq DESC LIMIT :most
)sql";

constexpr Sql select_every = R"sql(
    SELECT seq, at, action, object, actor, text, hash FROM audit ORDER BY seq
)sql";

constexpr Sql select_head = R"sql(
    SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1
)sql";

AuditRow read_one(Statement& row)
{
    return {.seq = row.integer(),
            .at = row.time(),
            .action = row.text(),
            .object = row.text(),
            .actor = row.text(),
            .text = row.text()};
}

}  // namespace

const AuditHead& Audit::head()
{
    if (!head_)
    {
        auto newest = connection_.prepare(select_head);
        AuditHead read;
        if (newest.step())
        {
            read.count = newest.integer();
            read.hash = newest.text();
        }
        head_ = std::move(read);
    }
    return *head_;
}

void Audit::add(const AuditRow& row)
{
    const AuditHead& before = head();
    AuditRow next = row;
    next.seq = before.count + 1;
    const auto salt = ids_.salt();
    const auto digest = audit_digest(salt, next.text);
    auto hash = audit_hash(next, digest, before.hash);
    connection_.prepare(insert_row)
        .bind(":seq", next.seq)
        .bind(":at", next.at)
        .bind(":action", next.action)
        .bind(":object", next.object)
        .bind(":actor", next.actor)
        .bind_blob(":digest", digest)
        .bind_blob(":hash", hash)
        .bind(":salt", salt)
        .bind(":text", next.text)
        .run();
    head_ = AuditHead{next.seq, std::move(hash)};
}

std::vector<AuditRow> Audit::newest(int most)
{
    auto row = connection_.prepare(select_newest);
    row.bind(":most", most);
    std::vector<AuditRow> rows;
    while (row.step())
        rows.push_back(read_one(row));
    return rows;
}

void Audit::walk(const std::function<void(const AuditRow& row, const std::string& hash)>& visit)
{
    auto row = connection_.prepare(select_every);
    while (row.step())
    {
        const auto audit = read_one(row);
        visit(audit, row.text());
    }
}

std::int64_t Audit::count()
{
    return head().count;  // rows are numbered without a gap, and never deleted
}

}  // namespace hotwatch
