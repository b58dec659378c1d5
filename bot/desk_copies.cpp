// The desk's side of copies and backups: when one is due, and what became of it.
#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "bot/desk.hpp"
#include "bot/log.hpp"

namespace hotwatch
{

bool Desk::is_copying() const
{
    return copies_.is_at_work();
}

std::optional<BatchResult> Desk::copy_on()
{
    BatchResult result;
    copies_.step(result);
    for (const auto& why : std::exchange(result.failed_backups, {}))
        note_failed_backup(why, result);
    if (result.answers.empty() && result.seals.empty() && result.alarms.empty())
        return std::nullopt;
    finish(result);
    return result;
}

void Desk::take(const CopyAsked& event, BatchResult&)
{
    copies_.ask(event.ticket);
}

void Desk::take(const BackupKept& event, BatchResult& result)
{
    book_.notes.set("backup_at", fmt::format("{}", event.taken_at.time_since_epoch().count()));
    book_.notes.set("backup_path", event.path);
    book_.audit.add({.at = clock_.now(),
                     .action = "backup",
                     .object = std::filesystem::path{event.path}.filename().string(),
                     .actor = event.by,
                     .text = {}});
    if (event.ticket != 0)
        result.answers.push_back({event.ticket, {}, 0});
    else
        copies_.backup_ended(true, clock_.now());
    vitals_.backup.trouble.clear();
}

void Desk::take(const BackupFailed& event, BatchResult& result)
{
    note_failed_backup(event.why, result);
}

void Desk::note_failed_backup(const std::string& why, BatchResult& result)
{
    result.alarms.push_back(fmt::format("The backup was not made: {}", why));
    copies_.backup_ended(false, clock_.now());
    vitals_.backup.trouble = why;
}

/// When the newest backup was taken; nullopt: there is none.
std::optional<UtcMillis> Desk::newest_backup()
{
    const auto text = book_.notes.get("backup_at");
    std::int64_t count = 0;
    if (text.empty() || std::from_chars(text.data(), text.data() + text.size(), count).ec != std::errc{})
        return std::nullopt;
    return UtcMillis{milliseconds{count}};
}

}  // namespace hotwatch
