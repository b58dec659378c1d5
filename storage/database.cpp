#include "storage/database.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "storage/audit_witness.hpp"
#include "storage/close_mark.hpp"
#include "storage/connection.hpp"
#include "storage/migrations.hpp"
#include "storage/settings.hpp"
#include "storage/store_file.hpp"
#include "storage/verify.hpp"

namespace hotwatch
{

struct Database::Impl
{
    std::string path;
    std::unique_ptr<StoreLock> lock;    // the last to go; none for a store in memory
    std::unique_ptr<StorePlace> place;  // likewise
    std::unique_ptr<Connection> connection;
    std::unique_ptr<AuditWitness> witness;  // none in memory
    std::string witness_problem;  // found at start: then what stands beside the store is evidence, and is kept
    std::unique_ptr<Book> book;
    std::int64_t audit_written = 0;
    std::size_t transaction_mark = 0;
    std::vector<std::size_t> savepoint_marks;  // innermost last

    void open(const OpenOptions& options, IdSource& ids);
    void open_file(const OpenOptions& options);
    void open_copy(const OpenOptions& options);
    void call_witness();
    void tell_witness();
};

namespace
{

/// A relative path would follow a change of folder, and one that begins with "file:" would be an address to SQLite.
std::string whole(const std::string& path)
{
    return path.empty() ? path : std::filesystem::absolute(path).lexically_normal().string();
}

std::string how_to_mend(const std::string& path)
{
    return fmt::format("Move {0}, {0}-wal and {0}.head aside and run 'hotwatch restore' with the "
                       "newest backup that 'hotwatch verify' finds well",
                       path);
}

constexpr Sql forget_call_urls = R"sql(
    UPDATE outbox SET response_url = '' WHERE response_url <> ''
)sql";

constexpr Sql forget_seen_urls = R"sql(
    UPDATE seen SET response_url = '' WHERE response_url <> ''
)sql";

void mark_as_ours(Connection& connection, const std::string& path)
{
    // Before WAL begins: a file whose mark stood only in its log would be a stranger's after a crash.
    connection.run_script(fmt::format("PRAGMA application_id = {}", application_id));
    if (connection.ask("PRAGMA application_id") != std::to_string(application_id))
        throw StoreRefused{fmt::format("SQLite did not take our application_id for {}", path)};
}

void read_through(Connection& connection, const std::string& path)
{
    if (const auto found = connection.ask("PRAGMA quick_check(1)"); found != "ok")
        throw StoreDamaged{
            fmt::format("the store {} is damaged: {}. Nothing was written to it. {}", path, found, how_to_mend(path))};
}

}  // namespace

void Database::Impl::open_file(const OpenOptions& options)
{
    lock = std::make_unique<StoreLock>(path);
    const auto age = create_or_recognise(path);
    place = std::make_unique<StorePlace>(path);
    connection = std::make_unique<Connection>(path, options.vfs);
    connection->leave_untouched_at_close(true);
    apply_cautious_settings(*connection, false);
    const bool is_as_closed = CloseMark{path}.take();
    if (age == StoreAge::created)
        mark_as_ours(*connection, path);
    else if (!is_as_closed)
        read_through(*connection, path);
    refuse_newer_schema(*connection, path);
}

/// Nobody else works with it, and it is to stay one file: the journal lasts as long as a transaction.
void Database::Impl::open_copy(const OpenOptions& options)
{
    if (!std::filesystem::exists(path))
        throw StoreRefused{fmt::format("there is no file {}", path)};
    if (create_or_recognise(path) == StoreAge::created)
        throw StoreRefused{fmt::format("{} is empty", path)};
    connection = std::make_unique<Connection>(path, options.vfs);
    apply_cautious_settings(*connection, false);
    if (const auto mode = connection->ask("PRAGMA journal_mode = DELETE"); mode != "delete")
        throw StoreRefused{fmt::format("SQLite keeps a log beside {} (it says '{}')", path, mode)};
    connection->ask("PRAGMA secure_delete = ON");
    // It counts for nothing until who made it has synced the whole, and a commit that did so would write a gigabyte at
    // once while the store's own commits wait.
    connection->ask("PRAGMA synchronous = OFF");
    refuse_newer_schema(*connection, path);
    migrate(*connection, {});
}

void Database::Impl::open(const OpenOptions& options, IdSource& ids)
{
    if (options.is_copy)
    {
        open_copy(options);
        book = std::make_unique<Book>(*connection, ids);
        return;
    }
    if (path.empty())
    {
        connection = std::make_unique<Connection>(path, options.vfs);
        apply_cautious_settings(*connection, true);
    }
    else
        open_file(options);
    apply_writing_settings(*connection, path.empty());
    migrate(*connection, path);
    connection->leave_untouched_at_close(false);
    book = std::make_unique<Book>(*connection, ids);
    if (!path.empty())
        call_witness();
}

void Database::Impl::call_witness()
{
    witness = std::make_unique<AuditWitness>(path);
    witness_problem = hotwatch::witness_problem(*connection, book->audit.head(), witness->statement());
    if (witness_problem.empty())
        witness->write(book->audit.head());
    audit_written = book->audit.head().count;
}

void Database::Impl::tell_witness()
{
    const auto& head = book->audit.head();
    if (!witness || !witness_problem.empty() || head.count == audit_written)
        return;
    witness->write(head);
    audit_written = head.count;
}

Database::Database(const std::string& path, IdSource& ids, const OpenOptions& options) : impl_(std::make_unique<Impl>())
{
    impl_->path = whole(path);
    try
    {
        impl_->open(options, ids);
    }
    catch (const StoreFull& full)
    {
        throw StoreRefused{fmt::format("no room to open the store {}: {}", path, full.what())};
    }
    catch (const StoreBroken& broken)
    {
        if (options.is_copy)
            throw StoreRefused{fmt::format("{} is damaged: {}", path, broken.what())};
        throw StoreDamaged{
            fmt::format("the store {} cannot be used: {}. {}", path, broken.what(), how_to_mend(impl_->path))};
    }
    catch (const std::logic_error& defect)
    {
        throw StoreRefused{fmt::format("the store {} could not be brought to schema version {}: {}", path,
                                       newest_schema(), defect.what())};
    }
}

Database::~Database()
{
    impl_->book.reset();
    const bool is_well = !impl_->connection->is_left_untouched();
    impl_->connection.reset();
    if (!impl_->place)
        return;
    impl_->place->put_stray_log_aside();
    if (is_well)
        CloseMark{impl_->path}.leave();
}

Book& Database::book()
{
    return *impl_->book;
}

void Database::begin()
{
    impl_->connection->begin();
    impl_->transaction_mark = impl_->book->mark();
    impl_->savepoint_marks.clear();
}

void Database::savepoint()
{
    impl_->connection->savepoint();
    impl_->savepoint_marks.push_back(impl_->book->mark());
}

void Database::release()
{
    impl_->connection->release();
    impl_->savepoint_marks.pop_back();
}

void Database::roll_back_to_savepoint()
{
    impl_->connection->roll_back_to_savepoint();
    impl_->book->go_back_to(impl_->savepoint_marks.back());
    impl_->savepoint_marks.pop_back();
}

void Database::commit()
{
    if (!impl_->connection->is_in_transaction())
        throw StoreBroken{"a commit without a transaction: it was rolled back by an error that nobody heeded"};
    check_place();
    try
    {
        impl_->connection->commit();
    }
    catch (...)
    {
        impl_->book->go_back_to(impl_->transaction_mark);
        throw;
    }
    if (impl_->place)
        impl_->place->note_log();
    impl_->tell_witness();
}

void Database::roll_back() noexcept
{
    impl_->connection->roll_back();
    impl_->book->go_back_to(impl_->transaction_mark);
}

void Database::stop_reads_when(std::function<bool()> is_over)
{
    impl_->connection->stop_reads_when(std::move(is_over));
}

void Database::check_place() const
{
    if (impl_->place)
        impl_->place->check();
}

std::int64_t Database::changes() const
{
    return impl_->connection->changes();
}

Verdict Database::verify()
{
    Verdict verdict = verify_book(*impl_->connection, *impl_->book);
    if (verdict.problem.empty())
        verdict.problem = impl_->witness_problem;
    if (verdict.problem.empty() && impl_->witness)
        verdict.problem = witness_problem(*impl_->connection, impl_->book->audit.head(), impl_->witness->statement());
    return verdict;
}

Verdict Database::verify(const Witnessed& witnessed)
{
    Verdict verdict = verify();
    if (verdict.problem.empty())
        verdict.problem = witness_problem(*impl_->connection, impl_->book->audit.head(), witnessed);
    return verdict;
}

void Database::forget_secrets()
{
    begin();
    impl_->connection->prepare(forget_call_urls).run();
    impl_->connection->prepare(forget_seen_urls).run();
    impl_->connection->commit();
}

Connection& Database::connection()
{
    return *impl_->connection;
}

const std::string& Database::lost_rows() const
{
    return impl_->witness_problem;
}

const std::string& Database::path() const
{
    return impl_->path;
}

}  // namespace hotwatch
