// The desk: everything that happens is handled here, a batch in one transaction, and only after the commit is anything
// said. One thread at a time calls it; it is the only caller of commands and the only user of the store.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "bot/clock.hpp"
#include "bot/copies.hpp"
#include "bot/event.hpp"
#include "bot/identity.hpp"
#include "bot/intake.hpp"
#include "bot/random.hpp"
#include "bot/rules.hpp"
#include "bot/slack/sender.hpp"
#include "storage/database.hpp"

namespace hotwatch
{

struct DeskSettings
{
    slack::SenderFigures sender;
    int timers_per_batch = 256;
    bool is_offline = false;  // no link: what is owed stays owed (`ask` without a running bot)
    BackupPlan backups;
    PlanSettings plan;
    std::function<void(Policy&)> lay_over = [](Policy&) {};  // what the configuration says, over a plan's figures
};

class Desk
{
  public:
    Desk(Database& database, const Clock& clock, Random& random, DeskSettings settings, Rules rules = {});

    /// Handles the events in order and commits once. Everything in the result may be done: it is on disk. Where the
    /// store is full nothing is kept, and the answers say so. Throws StoreBroken: the process must end.
    BatchResult handle(std::vector<Event> events);

    /// Whether a copy of the store is being made: then `copy_on` is to be called between batches.
    [[nodiscard]] bool is_copying() const;
    /// At most 20 ms of copying. A result where something came of it.
    std::optional<BatchResult> copy_on();

  private:
    void take(const Started& event, BatchResult& result);
    void take(const MomentCame& event, BatchResult& result);
    void take(const EnvelopeArrived& event, BatchResult& result);
    void take(const AttemptDone& event, BatchResult& result);
    void take(const AcksWritten& event, BatchResult& result);
    void take(const AcksLost& event, BatchResult& result);
    void take(const FormFailed& event, BatchResult& result);
    void take(const LineAsked& event, BatchResult& result);
    void take(const LinkChanged& event, BatchResult& result);
    void take(const CopyAsked& event, BatchResult& result);
    void take(const BackupKept& event, BatchResult& result);
    void take(const BackupFailed& event, BatchResult& result);
    void take(const ConfigChanged& event, BatchResult& result);
    void take(const PlanGiven& event, BatchResult& result);

    /// Runs one request in its own savepoint; what a handler throws becomes an apology.
    struct Ran
    {
        Outcome outcome;
        bool changed = false;
        [[nodiscard]] bool refused() const { return outcome.has_error(); }
        [[nodiscard]] Message message() const { return refused() ? outcome.error().message : outcome->message; }
        [[nodiscard]] Reply::To to() const { return refused() ? Reply::To::asker : outcome->to; }
    };
    Ran run_request(const Request& request, UtcMillis now);
    Ran wait_for_profile(const identity::Waiting& waiting, UtcMillis now);
    void refuse_unknown(UtcMillis now);
    void meet(const UserId& user, const std::string& home, UtcMillis now);
    Outcome run_limited(const Request& request, UtcMillis now);
    void answer(const EnvelopeArrived& event, const Asked& asked, const Ran& ran, const std::vector<std::string>& keys,
                UtcMillis now, BatchResult& result);
    void answer_form(const Asked& asked, const Ran& ran, UtcMillis now, Ack& ack);
    void answer_in_thread(const EnvelopeArrived& event, const Asked& asked, const Ran& ran, UtcMillis now,
                          BatchResult& result);
    void answer_asker(const EnvelopeArrived& event, const Asked& asked, const Ran& ran, UtcMillis now, Ack& ack,
                      BatchResult& result);
    void answer_late(const Call& question, const identity::Waiting& waiting, UtcMillis now);
    void answer_edited_form(const EnvelopeArrived& event, const Seen& first, const std::vector<std::string>& keys,
                            BatchResult& result);
    bool answered_before(const EnvelopeArrived& event, const std::vector<std::string>& keys, BatchResult& result);
    void settle(const slack::SenderOutput& output, UtcMillis now, BatchResult& result);
    bool hear(const slack::Settled& settled, UtcMillis now);
    bool hear_of_lost_edit(const Call& edit, UtcMillis now);
    void owe_lost_answer(const Seen& seen, UtcMillis now);
    void take_guarded(const Event& event, BatchResult& result);
    void apologise(const Event& event, BatchResult& result);
    void fire_timers(UtcMillis now);
    void take_vitals();
    void warn_of_little_space();
    void compare_clocks(const slack::ApiResult& answer);
    void tell_sender_news();
    void send_what_is_due(UtcMillis now, BatchResult& result);
    void clean_up(UtcMillis now);
    void plan_backups(const BackupPlan& backups);
    void put_in_force();
    void note_failed_backup(const std::string& why, BatchResult& result);
    [[nodiscard]] std::optional<UtcMillis> newest_backup();
    BatchResult without_store(std::vector<Event> events);
    void answer_or_refuse(const Event& event, BatchResult& result);
    void refuse_for_full_store(const Event& event, BatchResult& result);
    bool is_first_word(const EnvelopeArrived& event);
    void rebuild_sender(UtcMillis now, const std::vector<Event>& heard = {});
    void note_committed(const std::vector<Event>& events, const BatchResult& result);
    void finish(BatchResult& result);

    Database& database_;
    Book& book_;
    const Clock& clock_;
    Random& random_;
    DeskSettings settings_;
    Rules rules_;
    std::unique_ptr<slack::Sender> sender_;
    std::map<std::int64_t, slack::Attempt> in_flight_;  // as committed; survives a batch that could not be
    std::vector<Event> again_;                          // what a full store kept from being recorded
    std::set<std::string> told_unrecorded_;             // messages whose writers heard so; Slack sends them again
    identity::Patience asked_who_;
    DeskHealth health_;
    Vitals vitals_;
    Copies copies_;
    /// Read into the book, and in force once that is on disk.
    struct NewSettings
    {
        Policy policy;
        BackupPlan backups;
        PlanSettings plan;
        std::function<void(Policy&)> lay_over;
    };
    std::optional<NewSettings> new_settings_;
    milliseconds clock_ahead_{0};  // of Slack's, as the last answer said
    UtcMillis measured_at_{};
    UtcMillis cleaned_at_{};
    bool only_answers_ = false;      // nothing will be kept: an event is handled for its answer alone
    bool has_little_space_ = false;  // and the log says so
    bool sender_is_stale_ = false;   // it heard of an outcome that was then rolled back
};

}  // namespace hotwatch
