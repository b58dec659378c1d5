// What a line on the control socket may ask for, and moving a virtual clock step by step.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <deque>
#include <functional>
#include <string>

#include "bot/clock.hpp"
#include "bot/engine.hpp"

namespace hotwatch
{

/// {"op":"ask","line":"/incident list","as":"","in":""} → {"ok":true,"text":"…","exit":0}
/// {"op":"copy"} → {"ok":true,"path":"…","at_ms":…}, a copy of the store that is the asker's to remove;
/// {"op":"plan_import","text":"…","name":"plan.md","take":"plan"|"slack"|"","dry":false} →
/// {"ok":true,"text":"…","exit":0}
/// {"op":"backup_kept","path":"…","at_ms":…} → {"ok":true}; {"op":"clock_peek"} →
/// {"ok":true,"now_ms":…,"next_due_ms":…|null,"idle":true}
/// {"op":"clock_advance_to","at_ms":…} → {"ok":true,"now_ms":…,"next_due_ms":…|null}, once everything due on the way is
/// done. Anything else → {"ok":false,"error":"…"}.
class ControlRequests
{
  public:
    /// `clock` is null where the clock is real.
    ControlRequests(Engine& engine, const Clock& now, VirtualClock* clock) : engine_(engine), now_(now), clock_(clock)
    {
    }

    using Reply = std::function<void(std::string)>;
    void handle(const std::string& line, const std::string& unix_user, Reply reply);
    /// To be called whenever something happened: a clock on the move may take its next step.
    void pump();

  private:
    struct Move
    {
        UtcMillis target;
        Reply reply;
    };
    void answer_clock(const Reply& reply) const;
    void import_plan(const nlohmann::json& request, const std::string& unix_user, Reply reply);
    void note_backup(const nlohmann::json& request, const std::string& unix_user, Reply reply);

    Engine& engine_;
    const Clock& now_;
    VirtualClock* clock_;
    std::deque<Move> moves_;
};

}  // namespace hotwatch
