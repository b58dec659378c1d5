#include "bot/copies.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "bot/log.hpp"
#include "storage/seal.hpp"

namespace hotwatch
{

namespace
{
namespace fs = std::filesystem;
constexpr milliseconds most_at_once{20};  // of copying between two batches
constexpr int pages_at_once = 64;         // 256 KiB: about 0.2 ms from memory, so that 20 ms are hardly exceeded
constexpr std::chrono::minutes again_after{5};
constexpr std::string_view backup_start = "hotwatch-";
constexpr std::string_view backup_end = ".db";

std::string backup_name(UtcMillis now)
{
    return fmt::format("{}{:%Y%m%dT%H%M%SZ}{}", backup_start, fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                       backup_end);
}

/// One that seal_backup may remove in time: named by us, as above.
bool is_backup(const fs::path& path)
{
    const auto name = path.filename().string();
    return name.size() == backup_start.size() + 16 + backup_end.size() && name.starts_with(backup_start) &&
           name.ends_with(backup_end);
}

/// A folder that cannot be read has none.
std::vector<fs::path> matching(const fs::path& folder, const std::function<bool(const fs::path&)>& matches)
{
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator{folder, none})
        if (matches(entry.path()))
            found.push_back(entry.path());
    return found;
}

void remove_matching(const fs::path& folder, const std::function<bool(const fs::path&)>& matches)
{
    std::error_code none;
    for (const auto& path : matching(folder, matches))
        fs::remove(path, none);
}
}  // namespace

Copies::Copies(Database& database, const Clock& clock, BackupPlan backups)
    : database_(database), clock_(clock), backups_(std::move(backups))
{
    const fs::path store{database.path()};
    if (store.empty())
        return;
    const auto left_over = store.filename().string() + ".copy-";
    remove_matching(store.parent_path(),
                    [&](const fs::path& path) { return path.filename().string().starts_with(left_over); });
    if (!backups_.directory.empty())
        remove_matching(backups_.directory, [](const fs::path& path)
                        { return path.extension() == ".part" && is_backup(path.parent_path() / path.stem()); });
}

void Copies::follow(BackupPlan backups)
{
    backups_ = std::move(backups);
    not_before_ = {};
}

void Copies::ask(std::uint64_t ticket)
{
    if (std::ranges::find(wanted_, ticket, &Wanted::ticket) != wanted_.end())
        return;  // its batch could not be committed, and it was asked anew
    wanted_.push_back({.ticket = ticket, .path = fmt::format("{}.copy-{}", database_.path(), ++number_), .target = {}});
}

std::optional<UtcMillis> Copies::due_at(std::optional<UtcMillis> newest) const
{
    if (backups_.directory.empty() || is_backing_up_)
        return std::nullopt;
    return std::max(newest ? *newest + backups_.every : UtcMillis{}, not_before_);
}

void Copies::begin_due(std::optional<UtcMillis> newest, UtcMillis now)
{
    if (const auto due = due_at(newest); !due || now < *due)
        return;
    is_backing_up_ = true;
    std::error_code none;  // what is wrong with the folder shows when the copy is written
    if (fs::create_directories(backups_.directory, none))
        fs::permissions(backups_.directory, fs::perms::owner_all, none);
    const auto target = (fs::path{backups_.directory} / backup_name(now)).string();
    wanted_.push_back({.ticket = 0, .path = target + ".part", .target = target});
}

void Copies::backup_ended(bool is_kept, UtcMillis now)
{
    is_backing_up_ = false;
    not_before_ = is_kept ? UtcMillis{} : now + std::min<milliseconds>(again_after, backups_.every);
}

void Copies::step(BatchResult& result)
{
    const auto wanted = wanted_.front();
    try
    {
        if (!copy_)
            copy_ = std::make_unique<StoreCopy>(database_, wanted.path);
        const auto end = clock_.steady() + most_at_once;
        while (!copy_->step(pages_at_once))
            if (clock_.steady() >= end)
                return;
        finish(wanted, result);
    }
    catch (const CopyFailed& failed)
    {
        fail(wanted, failed.what(), result);
    }
    copy_.reset();
    wanted_.pop_front();
}

void Copies::finish(const Wanted& wanted, BatchResult& result)
{
    if (wanted.ticket != 0)
        result.answers.push_back({wanted.ticket, wanted.path, 0});
    else
        result.seals.push_back({.copy = wanted.path,
                                .target = wanted.target,
                                .policy = database_.book().policy(),
                                .taken_at = clock_.now(),
                                .keep = backups_.keep});
}

void Copies::fail(const Wanted& wanted, const std::string& why, BatchResult& result)
{
    if (wanted.ticket != 0)
        result.answers.push_back({wanted.ticket, why, 1});
    else
        result.failed_backups.push_back(why);
}

std::string seal_backup(const SealJob& job, IdSource& ids, const std::function<bool()>& give_up)
{
    try
    {
        const auto verdict = seal_copy(job.copy, ids, job.policy, give_up);
        place_copy(job.copy, job.target);
        log::info("backup {}: {} incidents, {} audit rows, verified", job.target, verdict.incidents,
                  verdict.audit_rows);
    }
    catch (const CopyFailed& failed)
    {
        std::error_code none;
        fs::remove(job.copy, none);
        return failed.what();
    }
    auto kept = matching(fs::path{job.target}.parent_path(), is_backup);
    std::ranges::sort(kept, std::ranges::greater{});  // by name: newest first
    for (std::size_t i = static_cast<std::size_t>(job.keep); i < kept.size(); ++i)
    {
        std::error_code none;
        fs::remove(kept[i], none);
    }
    return {};
}

std::string how_to_restore(const std::string& directory)
{
    auto kept = matching(directory, is_backup);
    std::ranges::sort(kept, std::ranges::greater{});  // by name: newest first
    const auto whole =
        std::ranges::find_if(kept, [](const fs::path& path) { return look_at_seal(path.string()) == Seal::whole; });
    if (whole == kept.end())
        return {};
    const auto at = whole->filename().string().substr(backup_start.size());  // 20251014T130000Z
    return fmt::format("hotwatch restore {} (taken {}-{}-{} {}:{} UTC)", whole->string(), at.substr(0, 4),
                       at.substr(4, 2), at.substr(6, 2), at.substr(9, 2), at.substr(11, 2));
}

}  // namespace hotwatch
