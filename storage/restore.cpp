#include "storage/restore.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "storage/audit_witness.hpp"
#include "storage/connection.hpp"
#include "storage/file_moves.hpp"
#include "storage/seal.hpp"
#include "storage/store_file.hpp"

namespace hotwatch
{

namespace
{

/// Keeps a file under a second name, which must be free; where the file system knows no links, as a copy.
void keep_aside(const std::string& path, const std::string& aside)
{
    if (!std::filesystem::exists(path))
        return;
    if (::link(path.c_str(), aside.c_str()) != 0 && !copy_file(path, aside))
        throw CopyFailed{fmt::format("cannot keep {} as {}: {}", path, aside, reason())};
}

/// Root restores, and a service's own user goes on with the files.
void give_to_owner_of_folder(const std::string& path)
{
    struct stat folder
    {
    };
    if (::geteuid() == 0 && ::stat(std::filesystem::path{path}.parent_path().c_str(), &folder) == 0)
        (void)!::chown(path.c_str(), folder.st_uid, folder.st_gid);
}

}  // namespace

Restorable prepare_restored(const std::string& copy, IdSource& ids, const std::function<Policy(Book&)>& policy_of,
                            const AuditRow& row)
{
    Restorable restorable;
    if (!is_ours(copy))
        throw CopyFailed{"it is no Hotwatch backup, or its first page is damaged"};
    const auto seal = look_at_seal(copy);
    if (seal == Seal::broken)
        throw CopyFailed{"it is damaged: its seal is broken, so it is not the file that was written"};
    restorable.is_sealed = seal == Seal::whole;
    if (restorable.is_sealed && !take_seal_off(copy))
        throw CopyFailed{fmt::format("cannot write {}: {}", copy, reason())};
    try
    {
        Database store{copy, ids, {.vfs = {}, .is_copy = true}};
        Book& book = store.book();
        store.begin();
        book.set_policy(policy_of(book));
        store.commit();
        restorable.verdict = store.verify();
        if (!restorable.verdict.problem.empty())
            throw StoreRefused{restorable.verdict.problem};
        if (const auto newest = book.audit.newest(1); !newest.empty())
        {
            restorable.newest_change = newest.front().action + " " + newest.front().object;
            restorable.newest_at = newest.front().at;
        }
        store.begin();
        book.outbox.distrust();
        book.audit.add(row);
        store.commit();
        restorable.head = book.audit.head();
    }
    catch (const std::exception& refused)
    {
        throw CopyFailed{refused.what()};
    }
    if (!sync_file(copy))
        throw CopyFailed{fmt::format("{} is not on disk: {}", copy, reason())};
    return restorable;
}

void replace_store(const std::string& store, const std::string& prepared, const AuditHead& head,
                   const std::string& aside)
{
    for (const auto* beside : {"", "-wal", ".head"})
        keep_aside(store + beside, aside + beside);
    if (!sync_folder(store))
        throw CopyFailed{fmt::format("cannot write beside {}: {}", store, reason())};
    // The old log first: SQLite would play it back over whatever file stands before it.
    std::error_code failed;
    std::filesystem::remove(store + "-wal", failed);
    if (failed || std::rename(prepared.c_str(), store.c_str()) != 0)
        throw CopyFailed{fmt::format("cannot replace {}: {}. What was there is kept as {}", store,
                                     failed ? failed.message() : reason(), aside)};
    std::filesystem::remove(store + ".head", failed);
    try
    {
        AuditWitness{store}.write(head);
    }
    catch (const StoreBroken& broken)
    {
        throw CopyFailed{broken.what()};
    }
    for (const auto* beside : {"", ".head", ".lock"})
        give_to_owner_of_folder(store + beside);
    if (!sync_folder(store))
        throw CopyFailed{fmt::format("{} may not be on disk: {}", store, reason())};
}

}  // namespace hotwatch
