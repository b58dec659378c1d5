// Copies of the store, made on the desk's own connection a little between batches, so that nobody waits for them
// (design "One connection, and long work"): for subcommands that read at their leisure, and the backups that the
// configuration asks for.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "bot/backup_plan.hpp"
#include "bot/clock.hpp"
#include "bot/event.hpp"
#include "storage/backup.hpp"

namespace hotwatch
{

class Copies
{
  public:
    /// Removes what copies of a process that died left beside the store. `backups` without a directory: none are due.
    Copies(Database& database, const Clock& clock, BackupPlan backups);

    /// In place of the plan that it was made with.
    void follow(BackupPlan backups);
    /// For a subcommand: the path comes as the answer to `ticket`, and the file is then theirs to remove.
    void ask(std::uint64_t ticket);
    /// Begins a backup where one is due: `newest` is when the last one was taken.
    void begin_due(std::optional<UtcMillis> newest, UtcMillis now);
    /// When one will be due; nullopt while one is under way, or none are configured.
    [[nodiscard]] std::optional<UtcMillis> due_at(std::optional<UtcMillis> newest) const;
    /// The backup that was under way stands, or not: then it is tried again after a while.
    void backup_ended(bool is_kept, UtcMillis now);

    [[nodiscard]] bool is_at_work() const { return !wanted_.empty(); }
    /// At most 20 ms of copying. Finished ones stand in `result`, as an answer or as a job of sealing.
    void step(BatchResult& result);

  private:
    struct Wanted
    {
        std::uint64_t ticket = 0;  // 0: a backup
        std::string path;          // where the copy is made
        std::string target;        // of a backup
    };
    void finish(const Wanted& wanted, BatchResult& result);
    void fail(const Wanted& wanted, const std::string& why, BatchResult& result);

    Database& database_;
    const Clock& clock_;
    BackupPlan backups_;
    std::deque<Wanted> wanted_;        // the first is being made
    std::unique_ptr<StoreCopy> copy_;  // of it
    std::uint64_t number_ = 0;
    bool is_backing_up_ = false;  // from the first page until it is sealed
    UtcMillis not_before_{};      // after one that failed
};

/// Off the desk's thread: seals the copy, puts it in its place and removes the oldest of more than are to be kept.
/// Touches the files it names and no others; ends early where `give_up` says so. Returns why not; "" it stands.
std::string seal_backup(const SealJob& job, IdSource& ids, const std::function<bool()>& give_up = {});

/// The newest backup in the folder that is whole to the last bit, as the command that restores it and when it was
/// taken; "" there is none. Reads each that is not whole, and that one, to its end.
std::string how_to_restore(const std::string& directory);

}  // namespace hotwatch
