// The Web API's door: tokens, encodings, scopes, rate limits, required arguments (platform sections 12 and 13).
#include "web_api.hpp"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "payloads.hpp"

namespace slack_sim
{

namespace
{

std::string header(const HttpRequest& request, const std::string& name)
{
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? "" : found->second;
}

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

struct Reading
{
    Args args;
    std::string error;
    std::string warning;
};

/// The call's arguments, or what is wrong with the way they were sent.
Reading read_arguments(const HttpRequest& request, const Method& method)
{
    Reading reading;
    if (const auto query = request.target.find('?'); query != std::string::npos)
        reading.args.read_form(std::string_view{request.target}.substr(query + 1));
    const std::string type = lower(header(request, "content-type"));
    const bool has_charset = type.find("charset=") != std::string::npos;
    if (type.starts_with("application/json"))
    {
        if (!has_charset)
            reading.warning = "missing_charset";
        if (!method.takes_json || request.body.empty())
            return reading;
        Json body = Json::parse(request.body, nullptr, false);
        if (body.is_discarded())
            reading.error = "invalid_json";
        else if (!body.is_object())
            reading.error = "json_not_object";
        else
            reading.args = Args{std::move(body)};
    }
    else if (type.starts_with("application/x-www-form-urlencoded"))
    {
        if (has_charset)
            reading.warning = "superfluous_charset";
        reading.args.read_form(request.body);
    }
    else if (type.starts_with("multipart/form-data"))
        reading.error = "invalid_form_data";
    else if (!request.body.empty())
        reading.error = type.empty() ? "missing_post_type" : "invalid_post_type";
    return reading;
}

/// Why the caller may not call: not_authed, invalid_auth, not_allowed_token_type, token_revoked; "" where it may.
std::string token_error(const Slack& slack, const HttpRequest& request, const Method& method, const Args& args)
{
    constexpr std::string_view bearer = "bearer ";
    const std::string authorization = header(request, "authorization");
    const bool wants_app_token = method.run == apps_connections_open;
    std::string token;
    if (lower(authorization).starts_with(bearer))
        token = authorization.substr(bearer.size());
    else if (!wants_app_token && request.target.find('?') == std::string::npos &&
             lower(header(request, "content-type")).starts_with("application/x-www-form-urlencoded"))
        token = args.text("token");  // a form may carry it; a query never
    if (token.empty())
        return "not_authed";
    const bool is_app = token == slack.config.app_token, is_bot = token == slack.config.bot_token;
    if (!is_app && !is_bot)
        return "invalid_auth";
    if (slack.is_revoked)
        return "token_revoked";
    return is_app == wants_app_token ? "" : "not_allowed_token_type";
}

Json missing_arguments(const Method& method, const Args& args)
{
    Json messages = Json::array();
    for (const std::string& name : split_list(method.required))
        if (!args.has(name))
            messages.push_back("[ERROR] missing required field: " + name);
    if (messages.empty())
        return nullptr;
    Json answer = failure("invalid_arguments");
    answer["response_metadata"]["messages"] = std::move(messages);
    return answer;
}

Json run(Slack& slack, const HttpRequest& request, const Method& method, Reading& reading)
{
    if (const std::string error = token_error(slack, request, method, reading.args); !error.empty())
        return failure(error);
    if (!reading.error.empty())
        return failure(reading.error);
    if (!method.scopes.empty())
    {
        const auto accepted = split_list(method.scopes);
        if (std::ranges::none_of(accepted, [&](const std::string& scope) { return slack.scopes.contains(scope); }))
            return lacks_scope(slack, accepted.front());
    }
    if (Json missing = missing_arguments(method, reading.args); !missing.is_null())
        return missing;
    return method.run(slack, reading.args);
}

void warn(Json& answer, const std::string& warning)
{
    if (warning.empty())
        return;
    const std::string before = answer.value("warning", "");
    answer["warning"] = before.empty() ? warning : before + "," + warning;
    answer["response_metadata"]["warnings"].push_back(warning);
}

/// "wss:\\/\\/…": the same JSON, written so that nobody can cut the URL out with a string search (platform
/// section 1.1).
void escape_slashes(std::string& body)
{
    std::string escaped;
    for (const char c : body)
        escaped += c == '/' ? std::string{"\\/"} : std::string(1, c);
    body = std::move(escaped);
}

HttpResponse perform(Slack& slack, const HttpRequest& request, const std::string& name)
{
    const Method* const method = find_method(name);
    if (method == nullptr)
    {
        slack.ledger.calls.push_back({name, nullptr, 200, "unknown_method", slack.now});
        return json_response(slack, failure("unknown_method"));
    }
    Reading reading = read_arguments(request, *method);
    if (slack.config.rate_limits)
        if (const auto wait = slack.limits.call(name, method->per_minute, slack.now); wait.count() > 0)
        {
            slack.ledger.calls.push_back({name, reading.args.given(), 429, "ratelimited", slack.now});
            return too_many_requests(slack, wait);
        }
    Json answer;
    try
    {
        answer = run(slack, request, *method, reading);
    }
    catch (const Json::exception& wrong)  // a field of a type nobody foresaw
    {
        answer = failure("invalid_arguments");
        answer["response_metadata"]["messages"] = {std::string{"[ERROR] "} + wrong.what()};
    }
    warn(answer, reading.warning);
    const bool is_throttled = answer.contains("retry_after");  // a channel's own limit, found by the method
    const std::string error = answer.value("error", "");
    slack.ledger.calls.push_back({name, reading.args.given(), is_throttled ? 429 : 200, error, slack.now});
    if (is_throttled)
        return too_many_requests(slack, std::chrono::seconds{answer.at("retry_after").get<int>()});
    HttpResponse response = json_response(slack, answer);
    if (method->run == apps_connections_open)
        escape_slashes(response.body);
    if (error != "not_authed" && error != "invalid_auth")
        response.headers.emplace_back("X-OAuth-Scopes", fmt::format("{}", fmt::join(slack.scopes, ",")));
    if (!method->scopes.empty())
        response.headers.emplace_back("X-Accepted-OAuth-Scopes", std::string{method->scopes});
    return response;
}

/// "Tue, 14 Oct 2025 14:00:00 GMT", as every answer of Slack's carries it.
std::string http_date(Millis t)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(t);
    return fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(std::chrono::system_clock::to_time_t(whole)));
}
}  // namespace

HttpResponse json_response(Slack& slack, const Json& body, int status)
{
    HttpResponse response;
    response.status = status;
    response.headers = {{"Date", http_date(slack.now + slack.date_ahead)},
                        {"Content-Type", "application/json; charset=utf-8"},
                        {"X-Slack-Req-Id", slack.hex(32)}};
    response.body = written(body);
    return response;
}

HttpResponse too_many_requests(Slack& slack, std::chrono::seconds wait)
{
    HttpResponse response = json_response(slack, failure("ratelimited"), 429);
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return response;
}

Json lacks_scope(const Slack& slack, std::string_view scope)
{
    if (slack.scopes.contains(std::string{scope}))
        return nullptr;
    Json answer = failure("missing_scope");
    answer["needed"] = scope;
    answer["provided"] = fmt::format("{}", fmt::join(slack.scopes, ","));
    return answer;
}

HttpResponse call_web_api(Slack& slack, const HttpRequest& request)
{
    constexpr std::string_view prefix = "/api/";
    const std::string name = request.target.substr(prefix.size(), request.target.find('?') - prefix.size());
    return with_faults(slack, name, [&] { return perform(slack, request, name); });
}

}  // namespace slack_sim
