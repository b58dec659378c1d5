// Where a link gets the addresses it dials, and what it makes of none.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "bot/slack/endpoint.hpp"
#include "bot/slack/json_tree.hpp"
#include "bot/slack/link_state.hpp"
#include "bot/slack/profile.hpp"

namespace hotwatch::slack
{

namespace
{
using std::chrono::milliseconds;
using namespace std::chrono_literals;
constexpr milliseconds rate_limit_floor = 30s;  // apps.connections.open (platform 1.1)
constexpr std::size_t urls_remembered = 16;
}  // namespace

void Link::State::on(const UrlFetched& fetched)
{
    if (fetch != fetched.fetch)
        return;
    fetch.reset();
    if (fetched.result.kind == ApiResult::Kind::ok)
        dial(text_at(read_json(fetched.result.body, {.depth = 2}).root, "/url"));
    else
        no_url(fetched.result);
}

void Link::State::dial(std::string url)
{
    const auto parsed = parse_url(url);
    if (!parsed || !may_dial(*parsed, trusted_host, allow_plain))
    {
        note_failure();
        set_trouble("foreign_url", fmt::format("apps.connections.open gave an address that is not dialled: host \"{}\"",
                                               parsed ? parsed->host : "(unreadable)"));
        return;
    }
    if (std::ranges::find(urls, url) != urls.end())
    {
        note_failure();
        say("apps.connections.open gave an address that was dialled before");
        return;
    }
    urls.push_back(url);
    if (urls.size() > urls_remembered)
        urls.pop_front();
    sockets.push_back({.id = next_socket, .last_inbound = now, .give_up = now + figures.dial_within});
    act(Dial{next_socket++, std::move(url)});
}

void Link::State::no_url(const ApiResult& result)
{
    using enum ApiResult::Kind;
    const auto error_class = classify(result.error);
    if (result.kind == rate_limited)
    {
        const milliseconds wait = std::max<milliseconds>(result.retry_after, rate_limit_floor);
        redial.wait_at_least(
            now, wait + milliseconds{static_cast<std::int64_t>(jitter() * 0.1 * static_cast<double>(wait.count()))});
        if (status.trouble.empty())
            status.trouble = "ratelimited";
        say(fmt::format("apps.connections.open is rate limited for {} s", result.retry_after.count()));
    }
    else if (result.kind == refused &&
             (error_class == ErrorClass::token_gone || error_class == ErrorClass::setup_wrong))
    {
        redial.wait_at_least(now, figures.token_gone_wait);
        set_trouble(result.error, fmt::format("Slack refuses the app token ({}); tried again every {} s", result.error,
                                              figures.token_gone_wait / 1s));
    }
    else if (status.trouble == "link_disabled")
    {
        redial.wait_at_least(now, figures.disabled_wait);
        say(fmt::format("Socket Mode is still off: {}", result.error));
    }
    else
    {
        note_failure();
        say(fmt::format("apps.connections.open failed: {}", result.error));
    }
}

}  // namespace hotwatch::slack
