#include "bot/control_requests.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/slack/profile.hpp"

namespace hotwatch
{

namespace
{
using nlohmann::json;

std::string dump(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string refusal(std::string_view why)
{
    return dump({{"ok", false}, {"error", why}});
}

}  // namespace

void ControlRequests::handle(const std::string& line, const std::string& unix_user, Reply reply)
{
    const json request = json::parse(line, nullptr, false);
    const std::string op = slack::text_at(request, "/op");
    const auto as_text = [reply](const LineAnswer& answer) {
        reply(dump({{"ok", true}, {"text", answer.text}, {"exit", answer.exit_code}}));
    };
    if (op == "ask")
        engine_.ask({.line = slack::text_at(request, "/line"),
                     .as = slack::text_at(request, "/as"),
                     .in = slack::text_at(request, "/in"),
                     .unix_user = unix_user},
                    as_text);
    else if (op == "copy")
        engine_.copy(
            [this, reply](const LineAnswer& answer)
            {
                reply(
                    answer.exit_code == 0
                        ? dump({{"ok", true}, {"path", answer.text}, {"at_ms", now_.now().time_since_epoch().count()}})
                        : refusal(answer.text));
            });
    else if (op == "plan_import")
        import_plan(request, unix_user, reply);
    else if (op == "backup_kept")
        note_backup(request, unix_user, std::move(reply));
    else if (op == "clock_peek")
        answer_clock(reply);
    else if (op == "clock_advance_to")
    {
        const auto at = request.find("at_ms");
        if (clock_ == nullptr)
            reply(
                refusal("This Hotwatch runs on the real clock. Start it with `run --virtual-clock` against a Slack on "
                        "loopback to move its clock."));
        else if (at == request.end() || !at->is_number_integer())
            reply(refusal("at_ms must be a whole number: UTC milliseconds"));
        else
        {
            moves_.push_back({UtcMillis{milliseconds{at->get<std::int64_t>()}}, std::move(reply)});
            pump();
        }
    }
    else
        reply(refusal(fmt::format("unknown request \"{}\"", op)));
}

void ControlRequests::import_plan(const nlohmann::json& request, const std::string& unix_user, Reply reply)
{
    const auto take = slack::text_at(request, "/take");
    const auto name = slack::text_at(request, "/name");
    const auto dry = request.find("dry");
    if (name.empty())
        return reply(refusal("name must say whose plan it is"));
    if (take != "" && take != "plan" && take != "slack")
        return reply(refusal("take must be \"plan\", \"slack\" or empty"));
    engine_.import({.markdown = slack::text_at(request, "/text"),
                    .origin = name,
                    .actor = "console:" + unix_user,
                    .take = take == "plan"    ? plan::Side::plan
                            : take == "slack" ? plan::Side::slack
                                              : plan::Side::neither,
                    .is_dry = dry != request.end() && dry->is_boolean() && dry->get<bool>()},
                   [reply](const LineAnswer& answer) {
                       reply(dump({{"ok", true}, {"text", answer.text}, {"exit", answer.exit_code}}));
                   });
}

void ControlRequests::note_backup(const nlohmann::json& request, const std::string& unix_user, Reply reply)
{
    const auto at = request.find("at_ms");
    if (at == request.end() || !at->is_number_integer())
        return reply(refusal("at_ms must be a whole number: UTC milliseconds"));
    const UtcMillis taken_at{milliseconds{at->get<std::int64_t>()}};
    if (taken_at > now_.now())
        return reply(refusal("at_ms lies in the future"));
    const auto path = slack::text_at(request, "/path");
    std::error_code none;
    if (!std::filesystem::path{path}.is_absolute() || !std::filesystem::is_regular_file(path, none))
        return reply(refusal("path must be that of a file, from the root"));
    engine_.note_backup({.ticket = 0, .path = path, .taken_at = taken_at, .by = "console:" + unix_user},
                        [reply](const LineAnswer& answer) {
                            reply(answer.exit_code == 0 ? dump({{"ok", true}}) : refusal(answer.text));
                        });
}

void ControlRequests::answer_clock(const Reply& reply) const
{
    json answer{{"ok", true},
                {"virtual", clock_ != nullptr},
                {"now_ms", now_.now().time_since_epoch().count()},
                {"next_due_ms", nullptr},
                {"idle", engine_.is_idle()}};
    if (const auto due = engine_.next_due())
        answer["next_due_ms"] = due->time_since_epoch().count();
    reply(dump(answer));
}

void ControlRequests::pump()
{
    while (!moves_.empty() && engine_.is_idle())
    {
        const auto target = moves_.front().target;
        if (clock_->now() >= target)
        {
            answer_clock(moves_.front().reply);
            moves_.pop_front();
            continue;
        }
        const auto due = engine_.next_due();
        clock_->advance_to(due ? std::min(*due, target) : target);
        engine_.poke();
    }
}

}  // namespace hotwatch
