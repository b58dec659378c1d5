#include "storage/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "storage/connection_impl.hpp"
#include "storage/file_moves.hpp"
#include "storage/seal.hpp"
#include "storage/store_file.hpp"

namespace hotwatch
{

struct StoreCopy::Handles
{
    sqlite3* target = nullptr;
    sqlite3_backup* backup = nullptr;

    Handles() = default;
    ~Handles() { (void)close(); }
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;

    /// SQLite's verdict over what was written.
    int close()
    {
        const int copied = backup != nullptr ? sqlite3_backup_finish(std::exchange(backup, nullptr)) : SQLITE_OK;
        const int closed = target != nullptr ? sqlite3_close(std::exchange(target, nullptr)) : SQLITE_OK;
        return copied != SQLITE_OK ? copied : closed;
    }
};

StoreCopy::StoreCopy(Database& source, std::string target)
    : target_(std::move(target)), handles_(std::make_unique<Handles>())
{
    std::error_code none;
    std::filesystem::remove(target_, none);
    if (!FileHandle{::open(target_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)}.is_open())
        throw CopyFailed{fmt::format("cannot write {}: {}", target_, reason())};
    // Unsynced and without a journal: until it is sealed it counts for nothing, and a crash makes it rubbish anyway.
    if (sqlite3_open_v2(target_.c_str(), &handles_->target, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK ||
        sqlite3_exec(handles_->target,
                     "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", nullptr,
                     nullptr, nullptr) != SQLITE_OK)
        throw CopyFailed{fmt::format("cannot write {}: {}", target_, sqlite3_errmsg(handles_->target))};
    handles_->backup = sqlite3_backup_init(handles_->target, "main", source.connection().impl_->handle(), "main");
    if (handles_->backup == nullptr)
        throw CopyFailed{fmt::format("cannot copy into {}: {}", target_, sqlite3_errmsg(handles_->target))};
}

StoreCopy::~StoreCopy()
{
    if (is_whole_)
        return;
    handles_.reset();
    std::error_code none;
    std::filesystem::remove(target_, none);
}

bool StoreCopy::step(int pages)
{
    if (is_whole_)
        return true;
    int code = sqlite3_backup_step(handles_->backup, pages);
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return false;
    if (code == SQLITE_DONE)
        code = handles_->close();
    if (code != SQLITE_OK)
        throw CopyFailed{fmt::format("the copy {} could not be written: {}", target_, sqlite3_errstr(code))};
    is_whole_ = true;
    return true;
}

Verdict seal_copy(const std::string& copy, IdSource& ids, const Policy& policy, const std::function<bool()>& give_up)
{
    Verdict verdict;
    try
    {
        Database store{copy, ids, {.vfs = {}, .is_copy = true}};
        store.book().set_policy(policy);
        store.stop_reads_when(give_up);
        store.forget_secrets();
        verdict = store.verify();
    }
    catch (const std::exception& refused)
    {
        throw CopyFailed{fmt::format("the copy {} is not whole: {}", copy, refused.what())};
    }
    if (!verdict.problem.empty())
        throw CopyFailed{fmt::format("the copy {} is not well: {}", copy, verdict.problem)};
    if (!put_seal(copy, give_up))
        throw CopyFailed{fmt::format("the copy {} could not be sealed: {}", copy, reason())};
    return verdict;
}

void place_copy(const std::string& copy, const std::string& target)
{
    if (std::rename(copy.c_str(), target.c_str()) != 0)
    {
        if (errno != EXDEV)
            throw CopyFailed{fmt::format("cannot write {}: {}", target, reason())};
        const auto part = target + ".part";
        if (!copy_file(copy, part) || std::rename(part.c_str(), target.c_str()) != 0)
        {
            const auto why = reason();
            std::error_code none;
            std::filesystem::remove(part, none);
            throw CopyFailed{fmt::format("cannot write {}: {}", target, why)};
        }
        std::error_code none;
        std::filesystem::remove(copy, none);
    }
    if (!sync_folder(target))
        throw CopyFailed{fmt::format("{} may not be on disk: {}", target, reason())};
}

std::string target_problem(const std::string& target, const std::string& store)
{
    std::error_code none;
    const auto folder = std::filesystem::absolute(target, none).parent_path();
    if (!std::filesystem::is_directory(folder, none))
        return fmt::format("the folder {} does not exist", folder.string());
    if (std::filesystem::is_directory(target, none))
        return fmt::format("{} is a folder: name the file in it", target);
    for (const auto* beside : {"", "-wal", ".lock", ".head", ".sock"})
        if (std::filesystem::equivalent(target, store + beside, none))
            return fmt::format("{} belongs to the store itself: name another file", target);
    if (!std::filesystem::exists(target, none))
        return {};
    if (std::filesystem::exists(target + ".lock", none))
        return fmt::format("{} is a store that some Hotwatch works with: name another file", target);
    if (!is_ours(target))
        return fmt::format("{} is there already, and is no Hotwatch backup: name another file", target);
    return {};
}

}  // namespace hotwatch
