// What a test or a load generator in another process may do to the simulator: POST /sim/<action> with a JSON object,
// answered by one. Nothing of Slack's.
#pragma once

#include "sim.hpp"

namespace slack_sim
{

struct ControlHooks
{
    std::function<void(Millis)> move_clock;  // forward, doing what the simulator has due on the way
    std::function<void()> stop;
};

/// True where the request is meant for `control`: its path, and the header X-Sim-Control: 1, which no client of Slack
/// sends.
bool is_control(const HttpRequest& request);

/// Answers {"ok":true,…} or {"ok":false,"error":…}. Actions and their fields:
///   types user channel line [thread_ts] · presses user channel label [ts] · submits user values · closes user
///   shortcut user callback_id · load user channel command text [count]   each answers with `key` and `says`
///   messages channel [viewer] · form user · sockets · now
///   ledger [envelopes_from posts_from calls_from violations_from]        counts, and the rows from there on
///   advance ms · advance_to at_ms · fault kind [method times status error seconds delay_ms chance] · clear_faults
///   disconnect reason [cut] · cut · raw text · link enabled · revoke · archive channel · remove_bot channel
///   delete channel ts · stop
HttpResponse control(Sim& sim, const ControlHooks& hooks, const HttpRequest& request);

/// The fault called `word`: a name of Fault::Kind, or an HTTP status such as "429" or "503". nullopt: no such fault.
std::optional<Fault> fault_called(std::string_view word);

}  // namespace slack_sim
