// A sender beside a store that keeps what it is told to save, and short words for rows, times and Slack's answers.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/slack/sender.hpp"

namespace hotwatch::slack
{

class SenderTest : public testing::Test
{
  protected:
    using Json = nlohmann::json;

    /// Milliseconds after the test began.
    static UtcMillis at(std::int64_t ms) { return UtcMillis{std::chrono::days{20'000}} + milliseconds{ms}; }

    Call row(std::int64_t id, std::string method, const Json& args)
    {
        Call call;
        call.id = id;
        call.uuid = "uuid-" + std::to_string(id);
        call.method = std::move(method);
        call.args = args.dump();
        call.created_at = at(0);
        return call;
    }
    Call post(std::int64_t id, const std::string& channel, const std::string& conversation = "")
    {
        auto call = row(id, "chat.postMessage", {{"channel", channel}, {"text", "post " + std::to_string(id)}});
        call.kind = CallKind::look_up;
        call.send_class = SendClass::card;
        call.severity = 2;
        call.conversation = conversation;
        return call;
    }
    Call read(std::int64_t id, const std::string& method = "users.info") { return row(id, method, Json::object()); }
    Call reply_once(std::int64_t id)
    {
        auto call = row(id, "response_url", {{"text", "hello"}});
        call.kind = CallKind::once;
        call.response_url = "https://hooks.slack.com/commands/T1/" + std::to_string(id) + "/secret";
        return call;
    }

    void add(Call call)
    {
        store[call.id] = call;
        sender->add(std::move(call));
    }
    SenderOutput keep(SenderOutput output)
    {
        for (const auto& call : output.save)
            store[call.id] = call;
        for (const auto& settled : output.settled)
            heard.push_back(settled);
        alarms.insert(alarms.end(), output.alarms.begin(), output.alarms.end());
        holds.insert(output.holds.begin(), output.holds.end());
        return output;
    }
    std::vector<Attempt> next(std::int64_t ms) { return keep(sender->next(at(ms))).attempts; }
    /// The only attempt that is made then.
    Attempt only(std::int64_t ms)
    {
        auto attempts = next(ms);
        EXPECT_EQ(attempts.size(), 1U) << "at " << ms;
        return attempts.empty() ? Attempt{} : attempts.front();
    }
    static std::vector<std::int64_t> ids(const std::vector<Attempt>& attempts)
    {
        std::vector<std::int64_t> ids;
        for (const auto& attempt : attempts)
            ids.push_back(attempt.call_id);
        return ids;
    }
    void comes(const Attempt& attempt, const ApiResult& result, std::int64_t ms)
    {
        keep(sender->outcome(attempt, result, at(ms)));
    }
    static Json args(const Attempt& attempt) { return Json::parse(attempt.request.args); }
    const Call& saved(std::int64_t id) { return store.at(id); }
    CallState state(std::int64_t id) { return store.at(id).state; }

    static ApiResult ok(const Json& body = Json::object())
    {
        return {.kind = ApiResult::Kind::ok, .status = 200, .body = body.dump()};
    }
    static ApiResult posted(const std::string& channel, const std::string& ts)
    {
        return ok({{"ok", true}, {"channel", channel}, {"ts", ts}});
    }
    static ApiResult refusal(const std::string& error, const Json& body = Json::object())
    {
        return {.kind = ApiResult::Kind::refused, .status = 200, .error = error, .body = body.dump()};
    }
    static ApiResult lost() { return {.kind = ApiResult::Kind::unknown, .error = "timed out"}; }
    static ApiResult not_sent() { return {.kind = ApiResult::Kind::not_sent, .error = "connection refused"}; }
    static ApiResult limited(int retry_after)
    {
        return {.kind = ApiResult::Kind::rate_limited,
                .status = 429,
                .error = "ratelimited",
                .retry_after = seconds{retry_after}};
    }
    /// A history page with these messages of the bot, by the id in their metadata.
    static ApiResult history(const std::map<std::string, std::string>& ts_by_uuid)
    {
        Json messages = Json::array();
        for (const auto& [uuid, ts] : ts_by_uuid)
            messages.push_back({{"ts", ts},
                                {"bot_id", "B1"},
                                {"metadata", {{"event_type", "hotwatch_post"}, {"event_payload", {{"id", uuid}}}}}});
        return ok({{"ok", true}, {"messages", messages}, {"has_more", false}});
    }

    double jitter = 0;
    std::string emergency = "C0EMERGENCY";
    std::map<std::string, std::string> channel_ids;  // by "#name"
    std::map<std::int64_t, Call> store;
    std::vector<Settled> heard;
    std::vector<std::string> alarms;
    std::map<std::string, UtcMillis> holds;
    SenderFigures figures;
    std::unique_ptr<Sender> sender = make();

    std::vector<std::string> fallbacks() const
    {
        return emergency.empty() ? std::vector<std::string>{} : std::vector{emergency};
    }
    std::unique_ptr<Sender> make()
    {
        return std::make_unique<Sender>(
            figures, [this] { return jitter; }, [this] { return fallbacks(); },
            [this](const std::string& name) { return channel_ids[name]; });
    }
    /// The process ends and starts again, with what the store holds.
    void restart(std::int64_t ms)
    {
        sender = make();
        std::vector<Call> unsettled;
        for (const auto& [id, call] : store)
            if (call.state != CallState::sent && call.state != CallState::parked)
                unsettled.push_back(call);
        sender->restore(std::move(unsettled), holds, at(ms));
    }
};

}  // namespace hotwatch::slack
