// A simulated Slack with three people and two channels, and an app that speaks to it by hand.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/slack_sim/sim.hpp"

namespace slack_sim
{

using Json = nlohmann::json;
using namespace std::chrono_literals;

class Workplace : public testing::Test
{
  protected:
    static Config people_and_channels()
    {
        Config config;
        config.users = {{"U01ANA", "ana", "Ana Ortiz"},
                        {"U02BEN", "ben", "Ben Kim", "America/Los_Angeles"},
                        {"U03GUS", "gus", "Gus Guest", "Europe/Berlin", true},
                        {"U04OLD", "old", "Old Timer", "Europe/Berlin", false, false, true}};
        config.channels = {"support", "general"};
        config.groups = {"oncall"};
        config.public_url = "https://127.0.0.1:8443";
        return config;
    }

    static constexpr Millis start{std::chrono::milliseconds{1'795'000'000'000}};

    explicit Workplace(Config config = people_and_channels()) : slack(std::move(config), start) {}

    /// Opens a socket, takes its hello.
    SocketId connect()
    {
        int status = 0;
        const SocketId socket = slack.accept(new_target(), status);
        EXPECT_EQ(status, 101);
        for (const Json& frame : frames(socket))
            if (frame.at("type") == "hello")
                last_hello = frame;
        return socket;
    }

    std::string new_target()
    {
        const std::string url = api("apps.connections.open", Json::object(), slack.config().app_token).at("url");
        return url.substr(url.find("/link/"));
    }

    /// The text frames ordered since the last call, for one socket or all.
    std::vector<Json> frames(SocketId socket = 0)
    {
        std::vector<Json> found;
        for (const SocketOrder& order : slack.take_orders())
        {
            orders.push_back(order);
            if (order.what == SocketOrder::What::text && (socket == 0 || order.socket == socket))
                found.push_back(Json::parse(order.data));
        }
        return found;
    }

    /// The one envelope waiting to be read.
    Json envelope()
    {
        const auto waiting = frames();
        EXPECT_EQ(waiting.size(), 1U);
        return waiting.empty() ? Json::object() : waiting.front();
    }

    void ack(SocketId socket, const Json& envelope, const Json& payload = nullptr)
    {
        Json frame{{"envelope_id", envelope.at("envelope_id")}};
        if (!payload.is_null())
            frame["payload"] = payload;
        slack.receive_text(socket, frame.dump());
    }

    HttpResponse post(const std::string& target, const std::string& type, std::string body, const std::string& token)
    {
        HttpRequest request{"POST", target, {}, std::move(body)};
        if (!type.empty())
            request.headers["content-type"] = type;
        if (!token.empty())
            request.headers["authorization"] = "Bearer " + token;
        return slack.http(request);
    }

    HttpResponse call(const std::string& method, const Json& args, const std::string& token)
    {
        return post("/api/" + method, "application/json; charset=utf-8", args.dump(), token);
    }

    HttpResponse call(const std::string& method, const Json& args)
    {
        return call(method, args, slack.config().bot_token);
    }

    HttpResponse form(const std::string& method, std::string body)
    {
        return post("/api/" + method, "application/x-www-form-urlencoded", std::move(body), slack.config().bot_token);
    }

    Json api(const std::string& method, const Json& args, const std::string& token)
    {
        return Json::parse(call(method, args, token).body);
    }

    Json api(const std::string& method, const Json& args) { return Json::parse(call(method, args).body); }

    /// For methods that read no JSON: arguments as a form, values that need no encoding.
    Json get(const std::string& method, const std::map<std::string, std::string>& args)
    {
        std::string body;
        for (const auto& [key, value] : args)
            body += fmt::format("{}{}={}", body.empty() ? "" : "&", key, value);
        return Json::parse(form(method, body).body);
    }

    static std::string error(const Json& answer) { return answer.value("error", ""); }

    void pass(std::chrono::milliseconds time)
    {
        const Millis end = slack.now() + time;
        for (auto due = slack.next_due(); due && *due <= end; due = slack.next_due())
        {
            slack.set_now(std::max(slack.now(), *due));
            slack.run_due();
        }
        slack.set_now(end);
    }

    std::string join(const std::string& channel)
    {
        const std::string id = slack.channel_id(channel);
        EXPECT_TRUE(api("conversations.join", {{"channel", id}}).at("ok"));
        frames();
        return id;
    }

    std::vector<std::string> texts(std::string_view channel, std::string_view viewer = "") const
    {
        std::vector<std::string> found;
        for (const ShownMessage& message : slack.messages(channel, viewer))
            found.push_back(message.text);
        return found;
    }

    static Json button(const std::string& label, const std::string& action)
    {
        return {{"type", "actions"},
                {"block_id", action + "-block"},
                {"elements", Json::array({{{"type", "button"},
                                           {"action_id", action},
                                           {"text", {{"type", "plain_text"}, {"text", label}, {"emoji", true}}},
                                           {"value", "INC-1"}}})}};
    }

    static Json modal(const std::string& title = "Declare")
    {
        const Json label = {{"type", "plain_text"}, {"text", "What is broken?"}};
        const Json element = {{"type", "plain_text_input"}, {"action_id", "text"}, {"max_length", 20}};
        return {{"type", "modal"},
                {"callback_id", "declare"},
                {"title", {{"type", "plain_text"}, {"text", title}}},
                {"submit", {{"type", "plain_text"}, {"text", "Declare"}}},
                {"blocks",
                 Json::array({{{"type", "input"}, {"block_id", "what"}, {"label", label}, {"element", element}}})}};
    }

    Sim slack;
    Json last_hello;
    std::vector<SocketOrder> orders;
};

}  // namespace slack_sim
