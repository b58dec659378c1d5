#include "bot/slack/endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/config.hpp"

namespace hotwatch::slack
{

namespace
{
constexpr std::string_view slack_host = "slack.com";
constexpr std::string_view hooks_host = "hooks.slack.com";

struct Scheme
{
    std::string_view name;
    std::uint16_t port;
};
constexpr std::array<Scheme, 4> schemes{{{"https", 443}, {"wss", 443}, {"http", 80}, {"ws", 80}}};

std::string lower(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_name(std::string_view host)
{
    return !host.empty() && host.front() != '.' && host.front() != '-' && host.find("..") == std::string_view::npos &&
           std::ranges::all_of(host, [](char c)
                               { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_ipv6(std::string_view host)
{
    return host.find(':') != std::string_view::npos &&
           std::ranges::all_of(host,
                               [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.'; });
}

std::optional<std::uint16_t> parse_port(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0)
        return std::nullopt;
    return port;
}

/// Splits "host", "host:port", "[v6]" or "[v6]:port"; false where it is none of these.
bool read_authority(std::string_view authority, Url& url)
{
    std::string_view rest;
    if (authority.starts_with('['))
    {
        const auto end = authority.find(']');
        if (end == std::string_view::npos)
            return false;
        url.host = lower(authority.substr(1, end - 1));
        rest = authority.substr(end + 1);
        if (!is_ipv6(url.host))
            return false;
    }
    else
    {
        const auto colon = authority.find(':');
        url.host = lower(authority.substr(0, colon));
        rest = colon == std::string_view::npos ? std::string_view{} : authority.substr(colon);
        if (!is_name(url.host))
            return false;
    }
    if (rest.empty())
        return true;
    const auto port = rest.front() == ':' ? parse_port(rest.substr(1)) : std::nullopt;
    url.port = port.value_or(0);
    return port.has_value();
}

bool is_allowed(const Url& url, std::string_view encrypted, std::string_view plain, bool allow_plain)
{
    return url.scheme == encrypted || (url.scheme == plain && allow_plain && is_loopback(url.host));
}
}  // namespace

std::optional<Url> parse_url(std::string_view text)
{
    const bool is_clean = std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127 && c != '\\'; });
    const auto scheme_end = text.find("://");
    if (!is_clean || scheme_end == std::string_view::npos)
        return std::nullopt;
    Url url;
    url.scheme = lower(text.substr(0, scheme_end));
    const auto scheme = std::ranges::find(schemes, url.scheme, &Scheme::name);
    if (scheme == schemes.end())
        return std::nullopt;
    url.port = scheme->port;

    std::string_view rest = text.substr(scheme_end + 3);
    rest = rest.substr(0, rest.find('#'));
    const auto authority_end = rest.find_first_of("/?");
    if (!read_authority(rest.substr(0, authority_end), url))
        return std::nullopt;
    if (authority_end != std::string_view::npos)
        url.target = rest.substr(authority_end);
    if (!url.target.starts_with('/'))
        url.target.insert(0, "/");
    return url;
}

bool is_loopback(std::string_view host)
{
    const bool is_v4 = host.starts_with("127.") && std::ranges::count(host, '.') == 3 &&
                       std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; });
    return is_v4 || host == "localhost" || host == "::1";
}

Endpoint endpoint_of(std::string_view api_url, std::string app_token, std::string bot_token)
{
    const auto url = parse_url(api_url);
    if (!url || !url->scheme.starts_with("http") || url->target.find('?') != std::string::npos)
        throw ConfigError{
            fmt::format("SLACK_API_URL is \"{}\"; expected an address such as https://slack.com/api/", api_url)};
    Endpoint endpoint{.api = *url, .app_token = std::move(app_token), .bot_token = std::move(bot_token)};
    if (!endpoint.api.target.ends_with('/'))
        endpoint.api.target += '/';
    endpoint.is_loopback = is_loopback(endpoint.api.host);
    if (!endpoint.api.is_encrypted() && !endpoint.is_loopback)
        throw ConfigError{fmt::format(
            "SLACK_API_URL is \"{}\": without https the tokens would travel in the clear. Expected https://…, or http "
            "towards a loopback address.",
            api_url)};
    if (endpoint.api.host != slack_host)
        endpoint.trusted_host = endpoint.api.host;
    return endpoint;
}

bool may_dial(const Url& url, std::string_view trusted_host, bool allow_plain)
{
    if (!is_allowed(url, "wss", "ws", allow_plain))
        return false;
    if (!trusted_host.empty())
        return url.host == trusted_host;
    return url.host.ends_with(slack_host) && url.host.size() > slack_host.size() + 1 &&
           url.host[url.host.size() - slack_host.size() - 1] == '.';
}

bool may_answer_at(const Url& url, std::string_view trusted_host, bool allow_plain)
{
    return is_allowed(url, "https", "http", allow_plain) &&
           url.host == (trusted_host.empty() ? hooks_host : trusted_host);
}

}  // namespace hotwatch::slack
