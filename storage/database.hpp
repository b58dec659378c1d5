// One open store: settings asserted, migrations run, one transaction at a time.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "storage/book.hpp"

namespace hotwatch
{

/// Another Hotwatch holds this store (exit 75). what() names the file and, where known, the holder's pid and host.
struct StoreHeld : std::runtime_error
{
    using runtime_error::runtime_error;
};
/// The file is not ours, too new, damaged, or SQLite's settings could not be had (exit 1). what() says what to do.
struct StoreRefused : std::runtime_error
{
    using runtime_error::runtime_error;
};
/// Of those, the ones that a backup can mend: the file is damaged.
struct StoreDamaged : StoreRefused
{
    using StoreRefused::StoreRefused;
};
/// No room to write (SQLITE_FULL, ENOSPC). Nothing of the transaction is kept; reads go on.
struct StoreFull : std::runtime_error
{
    using runtime_error::runtime_error;
};
/// I/O error, damage found while running, a broken invariant: the process must end (exit 1).
struct StoreBroken : std::runtime_error
{
    using runtime_error::runtime_error;
};

/// A constraint of the schema refused a row: a defect of the handler, so only its event is rolled back.
struct ConstraintViolated : std::logic_error
{
    using logic_error::logic_error;
};

/// A question that took too long was stopped (`Database::stop_reads_when`); the transaction stands as it was.
struct ReadStopped : std::runtime_error
{
    using runtime_error::runtime_error;
};

/// How the file is reached.
struct OpenOptions
{
    std::string vfs;       // SQLite's layer to the operating system, by name; "" is the usual one
    bool is_copy = false;  // a file that is nobody's store: no lock, log or witness beside it, and it must exist
};

/// What `verify` found: empty `problem` is well; else the first broken row.
struct Verdict
{
    std::string problem;
    std::int64_t audit_rows = 0;
    std::int64_t incidents = 0;
    std::int64_t owed = 0;  // pending, sending, unknown
    std::int64_t parked = 0;
};

/// What the witness beside a store says of its audit log.
struct Witnessed
{
    std::string path;
    std::optional<AuditHead> head;  // none: missing, or it cannot be understood
};

/// Reads it without a look at the store, which may be in use.
Witnessed witness_beside(const std::string& store);

class Database
{
  public:
    /// Opens or creates `path` (mode 0600, "" for a store in memory) and brings it to the newest schema.
    /// Throws StoreHeld, StoreRefused.
    Database(const std::string& path, IdSource& ids, const OpenOptions& options = {});
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] Book& book();

    void begin();      // BEGIN IMMEDIATE
    void savepoint();  // one event's own, and within it that of what the event asked for; they nest
    void release();    // the innermost
    void roll_back_to_savepoint();
    /// On return the transaction is on disk and the audit head beside the store is written. Throws StoreFull,
    /// StoreBroken.
    void commit();
    void roll_back() noexcept;

    /// `is_over` is asked now and then while statements that only read are at work, never by a few quick ones: true
    /// ends the statement with ReadStopped. Statements that write are let finish, because SQLite would take the whole
    /// transaction back with them. Empty: never.
    void stop_reads_when(std::function<bool()> is_over);
    /// Throws StoreBroken where the file is no longer the one that was opened: what is committed now would go into a
    /// file that nobody finds again. Needs no lock: any thread may ask.
    void check_place() const;

    /// Rows written since the store was opened: tells whether an event changed anything.
    [[nodiscard]] std::int64_t changes() const;
    /// Integrity, foreign keys, audit chain and head, and that each open incident with a cadence has its timer.
    [[nodiscard]] Verdict verify();
    /// The same of a copy, against what the witness of its store said before the copy was made.
    [[nodiscard]] Verdict verify(const Witnessed& witnessed);
    /// What the witness beside the store said when it was opened: "" is well, else which rows may be missing.
    [[nodiscard]] const std::string& lost_rows() const;
    [[nodiscard]] const std::string& path() const;
    /// Takes every response_url out, in a transaction of its own: what leaves the machine holds no secrets.
    void forget_secrets();

  private:
    friend class StoreCopy;
    [[nodiscard]] Connection& connection();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotwatch
