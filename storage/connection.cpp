#include "storage/connection.hpp"

#include <fmt/format.h>

#include "storage/connection_impl.hpp"
#include "storage/database.hpp"
#include "storage/search_rank.hpp"

namespace hotwatch
{

namespace
{

constexpr int busy_timeout_ms =
    2'000;  // a backup tool that looks in for a moment; another Hotwatch never gets this far
constexpr int steps_between_looks = 4'000;  // of SQLite's machine: some tenths of a millisecond
constexpr int steps_of_a_row = 20;          // and of the work around it, roughly
constexpr int open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;  // one thread at a time

/// What writes gives rows only where it says RETURNING.
bool only_reads(const SQLite::Statement& statement)
{
    return statement.getColumnCount() > 0 && statement.getQuery().find("RETURNING") == std::string::npos;
}

[[noreturn]] void throw_as_ours(const SQLite::Exception& error)
{
    const std::string what = fmt::format("{} (SQLite code {})", error.what(), error.getExtendedErrorCode());
    if (error.getErrorCode() < 0)
        throw std::logic_error{what};  // SQLiteCpp's own: no row to read, no such column
    switch (error.getErrorCode() & 0xff)
    {
    case SQLITE_FULL:
        throw StoreFull{what};
    case SQLITE_CONSTRAINT:
        throw ConstraintViolated{what};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw StoreHeld{fmt::format("the store is in use by another program: {}", what)};
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
        throw std::logic_error{what};  // a defect of the caller, not of the file
    case SQLITE_INTERRUPT:
        throw ReadStopped{"a question to the store took too long"};
    default:
        throw StoreBroken{what};
    }
}

/// SQLite's own statistics of memory take a lock at every allocation, and nobody reads them. Before the first
/// connection of the process; later it is without effect.
void count_no_memory()
{
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)once;
}

}  // namespace

void Connection::Impl::fail(const SQLite::Exception& error)
{
    try
    {
        throw_as_ours(error);
    }
    catch (const StoreFull&)
    {
        // SQLite may or may not have rolled back by itself; afterwards it has.
        if (is_in_transaction())
            sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
    catch (const StoreBroken&)
    {
        sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        throw;
    }
}

bool Connection::Impl::must_stop(std::int64_t steps)
{
    work_until_ask -= steps;
    if (!now_reads || work_until_ask > 0)
        return false;
    work_until_ask = steps_between_looks;
    return is_over && is_over();
}

void Connection::Impl::note_step(const Statement::Prepared& prepared)
{
    now_reads = prepared.only_reads;
    if (must_stop(steps_of_a_row))
        throw ReadStopped{"questions to the store took too long"};
}

Connection::Connection(const std::string& path, const std::string& vfs)
{
    count_no_memory();
    try
    {
        impl_.reset(
            new Impl{.database = SQLite::Database{path.empty() ? ":memory:" : path, open_flags, busy_timeout_ms, vfs}});
    }
    catch (const SQLite::Exception& error)
    {
        throw_as_ours(error);
    }
    add_search_rank(impl_->handle());
}

Connection::~Connection() = default;

Statement Connection::prepare(Sql sql)
{
    auto& prepared = impl_->statements[sql.text()];
    if (!prepared)
    {
        try
        {
            prepared.reset(new Statement::Prepared{.statement = SQLite::Statement{impl_->database, sql.text()}});
            prepared->only_reads = only_reads(prepared->statement);
        }
        catch (const SQLite::Exception& error)
        {
            impl_->fail(error);
        }
    }
    if (prepared->is_lent)
        throw std::logic_error{fmt::format("a statement is used inside itself: {}", sql.text())};
    prepared->is_lent = true;
    return Statement{*this, *prepared};
}

std::string Connection::ask(Sql sql)
{
    auto statement = prepare(sql);
    return statement.step() ? statement.text() : std::string{};
}

void Connection::run_script(const std::string& sql)
{
    try
    {
        impl_->database.exec(sql);
    }
    catch (const SQLite::Exception& error)
    {
        impl_->fail(error);
    }
}

void Connection::begin()
{
    prepare("BEGIN IMMEDIATE").run();
}

void Connection::commit()
{
    try
    {
        prepare("COMMIT").run();
    }
    catch (...)
    {
        roll_back();
        throw;
    }
}

void Connection::roll_back() noexcept
{
    // An error here leaves SQLite outside of a transaction as well: that is all a rollback has to reach.
    if (is_in_transaction())
        sqlite3_exec(impl_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Connection::savepoint()
{
    prepare("SAVEPOINT event").run();
}

void Connection::release()
{
    prepare("RELEASE event").run();
}

void Connection::roll_back_to_savepoint()
{
    prepare("ROLLBACK TO event").run();
    release();
}

bool Connection::is_in_transaction() const
{
    return impl_->is_in_transaction();
}

std::int64_t Connection::last_id() const
{
    return sqlite3_last_insert_rowid(impl_->handle());
}

std::int64_t Connection::changes() const
{
    return sqlite3_total_changes64(impl_->handle());
}

std::vector<std::string> Connection::prepared() const
{
    std::vector<std::string> texts;
    for (const auto& [text, statement] : impl_->statements)
        texts.emplace_back(text);
    return texts;
}

void Connection::stop_reads_when(std::function<bool()> is_over)
{
    const auto look = [](void* impl) { return static_cast<Impl*>(impl)->must_stop(steps_between_looks) ? 1 : 0; };
    impl_->is_over = std::move(is_over);
    impl_->work_until_ask = steps_between_looks;
    sqlite3_progress_handler(impl_->handle(), impl_->is_over ? steps_between_looks : 0, look, impl_.get());
}

bool Connection::be_defensive()
{
    int is_on = 0;
    return sqlite3_db_config(impl_->handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, &is_on) == SQLITE_OK && is_on == 1;
}

void Connection::leave_untouched_at_close(bool untouched) noexcept
{
    sqlite3_db_config(impl_->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, untouched ? 1 : 0, nullptr);
}

bool Connection::is_left_untouched() const noexcept
{
    int untouched = 0;
    sqlite3_db_config(impl_->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &untouched);
    return untouched != 0;
}

}  // namespace hotwatch
