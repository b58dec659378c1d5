// The desk's side of a new configuration: into the book in one transaction, and in force once that is on disk.
#include "bot/desk.hpp"
#include "bot/directory.hpp"
#include "bot/prepare.hpp"
#include "commands/incident/reminder.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch
{

void Desk::take(const ConfigChanged& event, BatchResult& result)
{
    const auto now = clock_.now();
    auto policy = lay_configuration(book_, *event.config, now);
    auto_link(book_);
    incident::keep_cadences(policy, &book_.policy(), book_, now);
    book_.audit.add({.at = now,
                     .action = "configuration reload",
                     .object = "hotwatch.toml",
                     .actor = "hotwatch",
                     .text = event.keys});
    // Other people and channels may be meant now; the bot joins those that it may post to.
    directory::owe_startup_reads(book_, now);
    new_settings_ = NewSettings{std::move(policy), event.config->backups, plan_settings(*event.config),
                                [config = event.config](Policy& figures) { lay_over(*config, figures); }};
    result.answers.push_back({event.ticket, {}, 0});
}

/// After a commit: what the transaction of a new configuration or plan has read.
void Desk::put_in_force()
{
    if (!new_settings_)
        return;
    book_.set_policy(std::move(new_settings_->policy));
    plan_backups(new_settings_->backups);
    settings_.plan = std::move(new_settings_->plan);
    settings_.lay_over = std::move(new_settings_->lay_over);
    new_settings_.reset();
}

void Desk::plan_backups(const BackupPlan& backups)
{
    settings_.backups = backups;
    copies_.follow(settings_.is_offline ? BackupPlan{} : backups);
    vitals_.backup.every = backups.directory.empty() ? std::nullopt : std::optional{backups.every};
}

}  // namespace hotwatch
