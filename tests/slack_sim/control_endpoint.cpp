#include "control_endpoint.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace slack_sim
{

namespace
{
using Json = nlohmann::json;

constexpr std::string_view path = "/sim/";

struct Call
{
    Sim& sim;
    const ControlHooks& hooks;
    const Json& body;

    [[nodiscard]] std::string text(const char* field) const { return body.at(field).get<std::string>(); }
    [[nodiscard]] std::string text_or_empty(const char* field) const { return body.value(field, std::string{}); }
    [[nodiscard]] Json acted(const std::string& key) const { return {{"key", key}, {"says", sim.says()}}; }
};

Json time_json(const std::optional<Millis>& time)
{
    return time ? Json(time->time_since_epoch().count()) : Json();
}

Json envelope_json(const Ledger::Envelope& envelope)
{
    return {{"id", envelope.id},
            {"kind", envelope.kind},
            {"what", envelope.what},
            {"key", envelope.key},
            {"socket", envelope.socket},
            {"sent_ms", time_json(envelope.sent)},
            {"acked_ms", time_json(envelope.acked)},
            {"ack_payload", envelope.ack_payload},
            {"in_time", envelope.in_time},
            {"wrong_socket", envelope.wrong_socket},
            {"acks", envelope.acks}};
}

Json post_json(const Ledger::Post& post)
{
    return {{"channel", post.channel},     {"ts", post.ts},
            {"thread_ts", post.thread_ts}, {"text", post.text},
            {"metadata", post.metadata},   {"at_ms", time_json(post.at)},
            {"by_bot", post.by_bot},       {"is_deleted", post.is_deleted}};
}

Json call_json(const Ledger::ApiCall& call)
{
    return {{"method", call.method},
            {"args", call.args},
            {"status", call.status},
            {"error", call.error},
            {"at_ms", time_json(call.at)}};
}

Json violation_json(const std::string& violation)
{
    return violation;
}

Json ledger(const Call& call)
{
    Json answer;
    const auto list = [&](const char* name, const auto& rows, const auto& row_json)
    {
        answer["count"][name] = rows.size();
        Json& shown = answer[name] = Json::array();
        for (auto i = call.body.value(std::string{name} + "_from", rows.size()); i < rows.size(); ++i)
            shown.push_back(row_json(rows[i]));
    };
    const Ledger& ledger = call.sim.ledger();
    list("envelopes", ledger.envelopes, envelope_json);
    list("posts", ledger.posts, post_json);
    list("calls", ledger.calls, call_json);
    list("violations", ledger.violations, violation_json);
    return answer;
}

Json messages(const Call& call)
{
    Json list = Json::array();
    for (const ShownMessage& message : call.sim.messages(call.text("channel"), call.text_or_empty("viewer")))
        list.push_back({{"channel", message.channel_id},
                        {"ts", message.ts},
                        {"thread_ts", message.thread_ts},
                        {"author", message.author},
                        {"text", message.text},
                        {"blocks", message.blocks},
                        {"only_for", message.only_for},
                        {"is_edited", message.is_edited}});
    return {{"messages", std::move(list)}};
}

Json form(const Call& call)
{
    const auto open = call.sim.open_form(call.text("user"));
    return {{"form", open ? *open : Json()}, {"errors", call.sim.form_errors(call.text("user"))}};
}

Json load(const Call& call)
{
    Json keys = Json::array();
    for (int left = call.body.value("count", 1); left > 0; --left)
        keys.push_back(call.sim.load_slash(call.text("user"), call.text("channel"), call.text("command"),
                                           call.text_or_empty("text")));
    return {{"keys", std::move(keys)}};
}

Json arm(const Call& call)
{
    auto fault = fault_called(call.text("kind"));
    if (!fault)
        return {{"ok", false}, {"error", "no such fault"}};
    fault->method = call.text_or_empty("method");
    fault->times = call.body.value("times", fault->times);
    fault->status = call.body.value("status", fault->status);
    fault->error = call.text_or_empty("error");
    fault->seconds = std::chrono::seconds{call.body.value("seconds", fault->seconds.count())};
    fault->delay = std::chrono::milliseconds{call.body.value("delay_ms", fault->delay.count())};
    fault->chance = call.body.value("chance", fault->chance);
    call.sim.arm(*fault);
    return Json::object();
}

Json done()
{
    return Json::object();
}

struct Action
{
    std::string_view name;
    Json (*run)(const Call& call);
};

constexpr std::array actions{
    Action{"types",
           [](const Call& c) {
               return c.acted(
                   c.sim.types(c.text("user"), c.text("channel"), c.text("line"), c.text_or_empty("thread_ts")));
           }},
    Action{"presses",
           [](const Call& c) {
               return c.acted(c.sim.presses(c.text("user"), c.text("channel"), c.text("label"), c.text_or_empty("ts")));
           }},
    Action{"submits",
           [](const Call& c) {
               return c.acted(
                   c.sim.submits(c.text("user"), c.body.at("values").get<std::map<std::string, std::string>>()));
           }},
    Action{"closes", [](const Call& c) { return c.sim.closes_form(c.text("user")), c.acted(""); }},
    Action{"shortcut",
           [](const Call& c) { return c.acted(c.sim.uses_shortcut(c.text("user"), c.text("callback_id"))); }},
    Action{"load", load},
    Action{"messages", messages},
    Action{"form", form},
    Action{"ledger", ledger},
    Action{"sockets",
           [](const Call& c) {
               return Json{{"sockets", c.sim.sockets()}};
           }},
    Action{"now",
           [](const Call& c) {
               return Json{{"now_ms", time_json(c.sim.now())}, {"next_due_ms", time_json(c.sim.next_due())}};
           }},
    Action{"advance",
           [](const Call& c) {
               return c.hooks.move_clock(c.sim.now() + std::chrono::milliseconds{c.body.at("ms").get<std::int64_t>()}),
                      done();
           }},
    Action{"advance_to",
           [](const Call& c) {
               return c.hooks.move_clock(Millis{std::chrono::milliseconds{c.body.at("at_ms").get<std::int64_t>()}}),
                      done();
           }},
    Action{"fault", arm},
    Action{"clear_faults", [](const Call& c) { return c.sim.clear_faults(), done(); }},
    Action{"disconnect", [](const Call& c)
           { return c.sim.disconnect_sockets(c.text("reason"), c.body.value("cut", false)), done(); }},
    Action{"cut", [](const Call& c) { return c.sim.cut_sockets(), done(); }},
    Action{"raw", [](const Call& c) { return c.sim.send_raw(c.text("text")), done(); }},
    Action{"link", [](const Call& c) { return c.sim.set_link_enabled(c.body.at("enabled").get<bool>()), done(); }},
    Action{"revoke", [](const Call& c) { return c.sim.revoke_tokens(), done(); }},
    Action{"archive", [](const Call& c) { return c.sim.archive(c.text("channel")), done(); }},
    Action{"remove_bot", [](const Call& c) { return c.sim.remove_bot(c.text("channel")), done(); }},
    Action{"delete", [](const Call& c) { return c.sim.delete_message(c.text("channel"), c.text("ts")), done(); }},
    Action{"stop", [](const Call& c) { return c.hooks.stop(), done(); }},
};

Json carry_out(const Call& call, std::string_view name)
{
    const auto action = std::ranges::find(actions, name, &Action::name);
    if (action == actions.end())
        return {{"ok", false}, {"error", "no such action"}};
    if (!call.body.is_object())
        return {{"ok", false}, {"error", "the body is not a JSON object"}};
    try
    {
        Json answer = action->run(call);
        if (!answer.contains("ok"))
            answer["ok"] = true;
        return answer;
    }
    catch (const Json::exception& wrong)
    {
        return {{"ok", false}, {"error", wrong.what()}};
    }
}
}  // namespace

bool is_control(const HttpRequest& request)
{
    const auto header = request.headers.find("x-sim-control");
    return request.target.starts_with(path) && header != request.headers.end() && header->second == "1";
}

HttpResponse control(Sim& sim, const ControlHooks& hooks, const HttpRequest& request)
{
    const Json body = request.body.empty() ? Json::object() : Json::parse(request.body, nullptr, false);
    const Json answer = carry_out({sim, hooks, body}, std::string_view{request.target}.substr(path.size()));
    HttpResponse response;
    response.status = answer.at("ok").get<bool>() ? 200 : 400;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    response.body = answer.dump(-1, ' ', false, Json::error_handler_t::replace);
    return response;
}

std::optional<Fault> fault_called(std::string_view word)
{
    using Kind = Fault::Kind;
    static constexpr std::array<std::pair<std::string_view, Kind>, 16> names{{
        {"rate_limited", Kind::rate_limited},
        {"server_error", Kind::server_error},
        {"error_after_doing", Kind::error_after_doing},
        {"lose_answer", Kind::lose_answer},
        {"hang", Kind::hang},
        {"reset", Kind::reset},
        {"slack_error", Kind::slack_error},
        {"html", Kind::html},
        {"slow", Kind::slow},
        {"hide_history", Kind::hide_history},
        {"duplicate_envelope", Kind::duplicate_envelope},
        {"redeliver_event", Kind::redeliver_event},
        {"drop_envelope", Kind::drop_envelope},
        {"delay_envelope", Kind::delay_envelope},
        {"cut_frame", Kind::cut_frame},
        {"refuse_socket", Kind::refuse_socket},
    }};
    const auto named = std::ranges::find(names, word, &std::pair<std::string_view, Kind>::first);
    if (named != names.end())
        return Fault{.kind = named->second};
    int status = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), status);
    if (error != std::errc{} || end != word.data() + word.size())
        return std::nullopt;
    if (status == 429)
        return Fault{.kind = Kind::rate_limited};
    if (status >= 500 && status <= 599)
        return Fault{.kind = Kind::server_error, .status = status};
    return std::nullopt;
}

}  // namespace slack_sim
