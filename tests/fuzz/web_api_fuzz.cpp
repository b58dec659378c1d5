// Whatever a Web API answer holds, and whatever arguments are encoded: no crash, and a result that says what to do.
#include <cstdlib>

#include "bot/slack/json_outline.hpp"
#include "bot/slack/profile.hpp"
#include "bot/slack/web_api.hpp"
#include "nlohmann/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace hotwatch::slack;
    if (size < 3)
        return 0;
    constexpr int statuses[] = {200, 429, 500, 404, 302, 0, 201, 503};
    constexpr const char* methods[] = {"chat.postMessage", "conversations.history", "response_url", "views.open"};
    const int status = statuses[data[0] % std::size(statuses)];
    const std::string_view method = methods[data[1] % std::size(methods)];
    const std::string_view body{reinterpret_cast<const char*>(data) + 2, size - 2};
    const ApiResult result = interpret(method, status, body.substr(0, body.size() % 12), body);
    if (result.kind == ApiResult::Kind::rate_limited && result.retry_after < std::chrono::seconds{1})
        std::abort();
    if (result.kind == ApiResult::Kind::refused && result.error.empty())
        std::abort();
    if (result.kind == ApiResult::Kind::ok && method != "response_url" && status != 200)
        std::abort();
    (void)classify(result.error);
    (void)encode(method, body);
    // What is seen of JSON from outside is what a parser sees, where there is JSON. (The parser skips a byte order
    // mark, and takes a zero for the end.)
    if (body.starts_with("\xEF\xBB\xBF") || body.find('\0') != std::string_view::npos)
        return 0;
    const auto whole = nlohmann::json::parse(body, nullptr, false);
    const auto members = outline(body);
    if (whole.is_object() && !members)
        std::abort();
    for (const auto& [name, value] : members.value_or(std::vector<Member>{}))
        if (whole.is_object() && nlohmann::json::parse(value, nullptr, false).is_discarded())
            std::abort();
    const auto parsed = nlohmann::json::parse(result.body, nullptr, false);
    if (parsed.is_object())
        (void)person_from(parsed.value("user", nlohmann::json::object()), "T1");
    return 0;
}
