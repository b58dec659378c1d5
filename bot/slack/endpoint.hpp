// Where Slack is, and which addresses may be called at all (platform sections 1 and 9, product section 13). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hotwatch::slack
{

struct Url
{
    std::string scheme;  // lower case: "https", "wss", …
    std::string host;    // lower case, an IPv6 address without its brackets
    std::uint16_t port = 0;
    std::string target;  // path and query, always with a leading '/'; never a fragment
    [[nodiscard]] bool is_encrypted() const { return scheme == "https" || scheme == "wss"; }
};

/// http, https, ws and wss only. nullopt for whatever a careful reader would stop at: user names, spaces, control
/// characters, backslashes, a host that is no name or address, a port that is none.
std::optional<Url> parse_url(std::string_view text);

/// 127.0.0.0/8, ::1 and "localhost".
bool is_loopback(std::string_view host);

struct Endpoint
{
    Url api;  // target ends in '/': the method's name follows it
    std::string app_token;
    std::string bot_token;
    std::string trusted_host;  // "" Slack's own hosts; else the only host that is called (SLACK_API_URL)
    bool is_loopback = false;  // plain text is allowed, and only here
};

/// Throws ConfigError, naming SLACK_API_URL and the expected form: https, or http towards loopback.
Endpoint endpoint_of(std::string_view api_url, std::string app_token, std::string bot_token);

/// A WebSocket may go to wss and a host under slack.com, or to `trusted_host` alone where that is set; ws only where
/// `allow_plain`, and only to a loopback address.
bool may_dial(const Url& url, std::string_view trusted_host, bool allow_plain);

/// A response_url is a secret that travels in the request line: https to hooks.slack.com, or the trusted host.
bool may_answer_at(const Url& url, std::string_view trusted_host, bool allow_plain);

}  // namespace hotwatch::slack
