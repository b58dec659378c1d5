// The Web API as values: a request, and what came of it. Pure; web_client.* does the sending.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch::slack
{

enum class Token
{
    bot,
    app,
    none
};

struct ApiRequest
{
    std::string method;  // "chat.postMessage"; or "response_url"
    std::string args;    // JSON object as text
    std::string url;     // only for "response_url": the whole address, a secret
    Token token = Token::bot;
    std::chrono::seconds timeout{10};
};

struct ApiResult
{
    enum class Kind
    {
        ok,            // HTTP 200 and ok:true (or 2xx from a response_url)
        refused,       // Slack answered ok:false; `error` is Slack's code
        rate_limited,  // 429 or ratelimited; `retry_after` is set
        not_sent,      // name, connection or TLS failed before a byte of the request left: certainly not done
        unknown,       // time-out, reset, 5xx, HTML, fatal_error, internal_error: may have been done
    };
    Kind kind = Kind::unknown;
    int status = 0;     // HTTP; 0 where there was none
    std::string error;  // Slack's code, or a short description of the transport's fault; never a token or text
    std::string body;   // JSON text where there was any; for unreadable bodies the first 200 bytes
    std::chrono::seconds retry_after{0};  // at least 1 where rate_limited
    std::string request_id;               // X-Slack-Req-Id
    std::string scopes;                   // X-Oauth-Scopes
    std::string date;                     // the Date header as it came
    std::string messages;                 // response_metadata.messages, joined: what was wrong with the arguments
};

/// How the body of a call is written: methods marked F in platform 14.2 take forms only, the rest JSON with a charset.
struct EncodedBody
{
    std::string content_type;
    std::string body;
};
EncodedBody encode(std::string_view method, std::string_view args);

/// Sense of an HTTP answer (platform section 12). `retry_after` is the header's text, "" where missing.
ApiResult interpret(std::string_view method, int status, std::string_view retry_after, std::string_view body);

/// The moment of an HTTP date ("Tue, 14 Oct 2025 14:00:00 GMT"); nullopt: it is none.
std::optional<UtcMillis> http_date(const std::string& text);

/// What an error code asks for (platform 12.4). Unknown codes are final.
enum class ErrorClass
{
    retry_later,
    token_gone,
    setup_wrong,
    target_wrong,
    already_so,
    our_bug,
    too_late,
    final
};
ErrorClass classify(std::string_view error);

}  // namespace hotwatch::slack
