// `hotwatch backup FILE` and `hotwatch restore FILE`.
#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/cli/reach.hpp"
#include "bot/cli/snapshot.hpp"
#include "bot/clock.hpp"
#include "commands/blocks.hpp"
#include "commands/incident/reminder.hpp"
#include "storage/file_moves.hpp"
#include "storage/restore.hpp"
#include "storage/store_file.hpp"

namespace hotwatch::cli
{

namespace
{
namespace fs = std::filesystem;

std::string whole_path(const std::string& path)
{
    return fs::absolute(path).lexically_normal().string();
}

/// The same copy from the store itself, which nobody else has open.
std::string copy_of(Database& store, const std::string& path)
{
    StoreCopy copy{store, path};
    while (!copy.step(10'000))
        continue;
    return path;
}

void note_in(Database& store, const std::string& target, UtcMillis at)
{
    store.begin();
    store.book().notes.set("backup_at", fmt::format("{}", at.time_since_epoch().count()));
    store.book().notes.set("backup_path", target);
    store.book().audit.add({.at = at,
                            .action = "backup",
                            .object = fs::path{target}.filename().string(),
                            .actor = "console:" + unix_user(),
                            .text = {}});
    store.commit();
}

int backup(const Config& config, const std::string& file)
{
    const auto target = whole_path(file);
    if (const auto problem = target_problem(target, whole_path(config.store_path)); !problem.empty())
        return say(fmt::format("No backup was made: {}.", problem), failed);
    Random random;
    Snapshot snapshot{config};
    const auto at = snapshot.taken_at();
    const auto policy = snapshot.book().policy();
    const bool is_of_running = snapshot.is_of_running();
    const auto copy = is_of_running ? snapshot.take_copy() : copy_of(snapshot.store(), target + ".part");
    Verdict verdict;
    try
    {
        verdict = seal_copy(copy, random, policy);
        place_copy(copy, target);
    }
    catch (const CopyFailed& why)
    {
        std::error_code none;
        fs::remove(copy, none);
        return say(fmt::format("No backup was made: {}.", why.what()), failed);
    }
    if (is_of_running)
        (void)call(config, {{"op", "backup_kept"}, {"path", target}, {"at_ms", at.time_since_epoch().count()}});
    else
        note_in(snapshot.store(), target, at);
    return say(fmt::format("Backup {}: {}, {} audit rows, {} kB; verified.", target,
                           blocks::counted(verdict.incidents, "incident"), verdict.audit_rows,
                           fs::file_size(target) / 1'000),
               done);
}

/// `name`, or with a number behind it where that exists: no store that was kept is replaced.
std::string free_name(const std::string& name)
{
    auto free = name;
    for (int i = 2; fs::exists(free); ++i)
        free = fmt::format("{}-{}", name, i);
    return free;
}

int restore(const Config& config, const std::string& file)
{
    const auto store = whole_path(config.store_path);
    const auto source = whole_path(file);
    std::error_code none;
    if (fs::is_directory(source, none))
        return say(fmt::format("Nothing was restored: {} is a folder. Name the backup's file in it.", source), failed);
    if (!fs::is_regular_file(source, none))
        return say(fmt::format("Nothing was restored: there is no file {}.", source), failed);
    if (fs::equivalent(source, store, none))
        return say(fmt::format("Nothing was restored: {} is the store itself.", source), failed);
    const StoreLock lock{store};
    const auto now = SystemClock{}.now();
    const auto copy = store + ".restoring";
    const auto aside = free_name(
        fmt::format("{}.before-{:%Y%m%dT%H%M%SZ}", store, fmt::gmtime(std::chrono::system_clock::to_time_t(now))));
    const bool had_store = fs::exists(store);
    Random random;
    Restorable restored;
    try
    {
        if (!copy_file(source, copy))
            throw CopyFailed{fmt::format("cannot copy it to {}: {}", copy, reason())};
        restored = prepare_restored(copy, random,
                                    [&config, now](Book& book)
                                    {
                                        auto policy = policy_of(book, config);
                                        incident::keep_cadences(policy, nullptr, book, now);
                                        return policy;
                                    },
                                    {.at = now,
                                     .action = "restore",
                                     .object = fs::path{source}.filename().string(),
                                     .actor = "console:" + unix_user(),
                                     .text = {}});
        replace_store(store, copy, restored.head, aside);
    }
    catch (const CopyFailed& why)
    {
        fs::remove(copy, none);
        return say(fmt::format("{} was not restored: {}.", source, why.what()), failed);
    }
    auto text = fmt::format("Restored {} into {}: {}, {} audit rows.", source, store,
                            blocks::counted(restored.verdict.incidents, "incident"), restored.verdict.audit_rows);
    if (!restored.newest_change.empty())
        text += fmt::format("\nIts newest change is \"{}\" of {}; what came after it is not in there.",
                            restored.newest_change, blocks::utc(restored.newest_at));
    if (!restored.is_sealed)
        text += "\nUnlike a file that `hotwatch backup` wrote, it carries no seal: only its audit log is proven.";
    if (had_store)
        text += fmt::format("\nWhat was there before is kept as {}.", aside);
    return say(text + "\nStart Hotwatch with `hotwatch run`; it looks in Slack before it says again what it owed.",
               done);
}
}  // namespace

void add_backup(CLI::App& app, Action& chosen)
{
    auto file = std::make_shared<std::string>();
    auto* save = app.add_subcommand("backup", "Copy the store into FILE, verified, while Hotwatch goes on working");
    save->add_option("FILE", *file, "A backup of that name is replaced once the new one is whole")->required();
    save->footer("Slack's response_urls are left out; the file is sealed, so that `restore` notices any change to it.");
    save->callback([file, &chosen] { chosen = [file](const ReadConfig& read) { return backup(read(), *file); }; });
    auto* back = app.add_subcommand("restore", "Put a backup in the store's place; no Hotwatch may be running");
    back->add_option("FILE", *file, "A file that `hotwatch backup` wrote; a damaged or newer one is refused")
        ->required();
    back->footer("The store that is there is kept beside it as STORE.before-DATE. Afterwards: hotwatch run.");
    back->callback([file, &chosen] { chosen = [file](const ReadConfig& read) { return restore(read(), *file); }; });
}

}  // namespace hotwatch::cli
