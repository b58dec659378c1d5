#include "bot/check/slack_words.hpp"

#include <fmt/format.h>

namespace hotwatch::check
{

namespace
{
using slack::ApiResult;
using slack::ErrorClass;
}  // namespace

bool is_out_of_reach(const ApiResult& result)
{
    return result.kind == ApiResult::Kind::not_sent || result.kind == ApiResult::Kind::unknown;
}

std::string trouble(const ApiResult& result)
{
    switch (result.kind)
    {
    case ApiResult::Kind::refused:
        return fmt::format("Slack says {}.", result.error);
    case ApiResult::Kind::rate_limited:
        return fmt::format("Slack asks to wait {} s.", result.retry_after.count());
    case ApiResult::Kind::not_sent:
        return fmt::format("cannot be reached: {}.", result.error);
    case ApiResult::Kind::unknown:
    case ApiResult::Kind::ok:
        break;
    }
    return result.status > 0 ? fmt::format("answers with HTTP status {}.", result.status)
                             : fmt::format("does not answer: {}.", result.error);
}

std::string mend_of(const ApiResult& result)
{
    if (result.kind == ApiResult::Kind::rate_limited)
        return "Check again then.";
    if (is_out_of_reach(result))
        return "Is this machine online, and does its firewall let it out to slack.com, port 443?";
    if (result.error == "link_disabled" || result.error == "access_denied")
        return "Switch Socket Mode on in the app's settings.";
    if (result.error == "missing_scope" || result.error == "not_allowed_token_type")
        return "Compare the token's scopes with `hotwatch manifest --reasons`, and install the app again.";
    if (slack::classify(result.error) == ErrorClass::token_gone)
        return "Install the app again, give the new token, restart Hotwatch.";
    return "See the app's settings at api.slack.com/apps.";
}

}  // namespace hotwatch::check
