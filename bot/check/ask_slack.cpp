#include "bot/check/ask_slack.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <time.h>

#include "bot/check/channels.hpp"
#include "bot/check/slack_words.hpp"
#include "bot/slack/profile.hpp"
#include "bot/slack/scopes.hpp"
#include "commands/blocks.hpp"

namespace hotwatch::check
{

namespace
{
using nlohmann::json;
using slack::ApiResult;
using Mark = Finding::Mark;
using namespace std::chrono_literals;

constexpr milliseconds clock_may_differ{30'000};  // the shortest promise is some minutes

ApiResult ask(const Call& call, const Budget& budget, std::string_view method, slack::Token token)
{
    return call({.method = std::string{method},
                 .args = "{}",
                 .url = {},
                 .token = token,
                 .timeout = budget.at_most(longest_call)});
}

Finding about_bot_token(const ApiResult& self)
{
    if (self.kind != ApiResult::Kind::ok)
        return {Mark::failed, "bot token", trouble(self), mend_of(self)};
    const json body = json::parse(self.body, nullptr, false);
    return {Mark::well, "bot token",
            fmt::format("is that of {} in {}.", slack::text_at(body, "/user"), slack::text_at(body, "/team")), ""};
}

Finding about_scopes(const ApiResult& self)
{
    if (self.scopes.empty())
        return {Mark::note, "scopes", "Slack did not say which the bot token has.", ""};
    const auto missing = slack::missing_scopes(self.scopes);
    if (missing.empty())
        return {Mark::well, "scopes", fmt::format("all {} are granted.", slack::scopes().size()), ""};
    std::string list;
    for (const auto& scope : missing)
        list += fmt::format("{}{} ({})", list.empty() ? "" : "; ", scope.name, scope.reason);
    return {Mark::failed, "scopes", fmt::format("{} missing: {}.", missing.size() == 1 ? "one is" : "some are", list),
            "Add under OAuth & Permissions, or paste what `hotwatch manifest` prints, then reinstall the app."};
}

Finding about_clock(const ApiResult& self, UtcMillis now)
{
    const auto theirs = slack::http_date(self.date);
    if (!theirs)
        return {Mark::note, "clock", "Slack's answer carried no time to compare with.", ""};
    const auto ahead = now - (*theirs + 500ms);  // the header has whole seconds
    const auto size = ahead < 0ms ? -ahead : ahead;
    const auto fact =
        size < 2s ? std::string{"agrees with Slack's to the second."}
                  : fmt::format("is {} {} Slack's.", blocks::duration(size), ahead < 0ms ? "behind" : "ahead of");
    if (size <= clock_may_differ)
        return {Mark::well, "clock", fact, ""};
    return {
        Mark::failed, "clock", fact,
        "Reminders and deadlines would be off by as much: let the machine keep its time (timedatectl set-ntp true), "
        "then restart Hotwatch."};
}

Finding about_app_token(const ApiResult& opened)
{
    if (opened.kind == ApiResult::Kind::ok)
        return {Mark::well, "app token", "may open connections.", ""};
    return {Mark::failed, "app token", trouble(opened), mend_of(opened)};
}
}  // namespace

Findings ask_slack(const Policy& policy, const Call& call, const Now& now, const Budget& budget)
{
    const auto self = ask(call, budget, "auth.test", slack::Token::bot);
    const auto heard_at = now();
    if (is_out_of_reach(self))
        return {{Mark::failed, "Slack", trouble(self),
                 "Tokens, scopes, channels and clock were not checked. " + mend_of(self)}};

    Findings findings{about_bot_token(self)};
    if (self.kind == ApiResult::Kind::ok)
        findings.push_back(about_scopes(self));
    findings.push_back(about_app_token(ask(call, budget, "apps.connections.open", slack::Token::app)));
    if (self.kind == ApiResult::Kind::ok)
        for (auto& finding : check_channels(policy, call, budget))
            findings.push_back(std::move(finding));
    findings.push_back(about_clock(self, heard_at));
    return findings;
}

}  // namespace hotwatch::check
