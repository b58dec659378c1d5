// How what the bot asks of the network reaches the simulator in memory, and what comes back.
#include <algorithm>

#include "tests/scenario/world.hpp"

namespace hotwatch::testing
{

using slack::ApiResult;

SimTransport::SimTransport(slack_sim::Sim& sim, const HandClock& clock, std::string app_token, std::string bot_token)
    : sim_(sim), clock_(clock), app_token_(std::move(app_token)), bot_token_(std::move(bot_token))
{
}

void SimTransport::call(slack::ApiRequest request, std::function<void(ApiResult)> done)
{
    asked_.emplace_back([this, request = std::move(request), done = std::move(done)] { perform(request, done); });
}

void SimTransport::perform(const slack::ApiRequest& request, const std::function<void(ApiResult)>& done)
{
    if (is_cut_off)
    {
        done({.kind = ApiResult::Kind::not_sent, .error = "connection refused"});
        return;
    }
    slack_sim::HttpRequest http{.method = "POST"};
    if (request.token == slack::Token::none)
    {
        const auto path = request.url.find('/', request.url.find("//") + 2);
        http.target = request.url.substr(path);
        http.headers["content-type"] = "application/json; charset=utf-8";
        http.body = request.args;
    }
    else
    {
        auto encoded = slack::encode(request.method, request.args);
        http.target = "/api/" + request.method;
        http.headers["content-type"] = encoded.content_type;
        http.headers["authorization"] = "Bearer " + (request.token == slack::Token::app ? app_token_ : bot_token_);
        http.body = std::move(encoded.body);
    }
    const auto response = sim_.http(http);
    auto answer = [method = request.method, response, done]
    {
        std::string retry_after;
        for (const auto& [name, value] : response.headers)
            if (name == "Retry-After" || name == "retry-after")
                retry_after = value;
        auto result = slack::interpret(method, response.status, retry_after, response.body);
        for (const auto& [name, value] : response.headers)
            if (name == "Date")
                result.date = value;
        done(std::move(result));
    };
    switch (response.fate)
    {
    case slack_sim::HttpResponse::Fate::answer:
        if (response.delay > milliseconds::zero())
            later_.push_back({clock_.now() + response.delay, std::move(answer)});
        else
            answer();
        break;
    case slack_sim::HttpResponse::Fate::lose_answer:
    case slack_sim::HttpResponse::Fate::reset:
        done({.kind = ApiResult::Kind::unknown, .error = "connection reset"});
        break;
    case slack_sim::HttpResponse::Fate::hang:
        later_.push_back({clock_.now() + request.timeout,
                          [done] { done({.kind = ApiResult::Kind::unknown, .error = "timed out"}); }});
        break;
    }
}

void SimTransport::dial(slack::SocketId socket, std::string url)
{
    asked_.emplace_back(
        [this, socket, url = std::move(url)]
        {
            int status = 0;
            const auto path = url.find('/', url.find("//") + 2);
            const auto theirs = is_cut_off ? 0 : sim_.accept(url.substr(path), status);
            if (theirs == 0)
            {
                listener_->on_lost(socket, "upgrade refused");
                return;
            }
            sockets_[socket] = theirs;
            owners_[theirs] = socket;
            listener_->on_opened(socket);
        });
}

void SimTransport::send_text(slack::SocketId socket, std::string frame)
{
    asked_.emplace_back(
        [this, socket, frame = std::move(frame)]
        {
            const auto found = sockets_.find(socket);
            // Written to a connection that is gone, though its end has not been heard of here, a frame arrives nowhere.
            std::ranges::move(sim_.take_orders(), std::back_inserter(orders_));
            const auto ends =
                [theirs = found == sockets_.end() ? 0 : found->second](const slack_sim::SocketOrder& order)
            { return order.socket == theirs && order.what == slack_sim::SocketOrder::What::drop; };
            if (found == sockets_.end() || std::ranges::any_of(orders_, ends))
                return;
            sim_.receive_text(found->second, frame);
            listener_->on_written(socket);
        });
}

void SimTransport::ping(slack::SocketId socket)
{
    asked_.emplace_back(
        [this, socket]
        {
            if (sockets_.contains(socket) && !is_cut_off)
                listener_->on_alive(socket);
        });
}

void SimTransport::close(slack::SocketId socket)
{
    asked_.emplace_back([this, socket] { lose(socket, "closed", true); });
}

void SimTransport::drop(slack::SocketId socket)
{
    asked_.emplace_back([this, socket] { lose(socket, "dropped", false); });
}

void SimTransport::lose(slack::SocketId socket, const std::string& why, bool cleanly)
{
    const auto found = sockets_.find(socket);
    if (found != sockets_.end())
    {
        sim_.lost(found->second, cleanly);
        owners_.erase(found->second);
        sockets_.erase(found);
    }
    listener_->on_lost(socket, why);
}

void SimTransport::obey(const slack_sim::SocketOrder& order)
{
    using What = slack_sim::SocketOrder::What;
    const auto owner = owners_.find(order.socket);
    if (owner == owners_.end())
        return;
    const auto socket = owner->second;
    switch (order.what)
    {
    case What::text:
        listener_->on_text(socket, order.data);
        break;
    case What::binary:
    case What::ping:
        listener_->on_alive(socket);
        break;
    case What::close:
    case What::drop:
    case What::text_then_cut:
        lose(socket, "closed by Slack", order.what == What::close);
        break;
    }
}

bool SimTransport::turn()
{
    bool did = false;
    for (auto asked = std::exchange(asked_, {}); auto& what : asked)
    {
        what();
        did = true;
    }
    while (take_due())
        did = true;
    std::ranges::move(sim_.take_orders(), std::back_inserter(orders_));
    for (const auto& order : std::exchange(orders_, {}))
    {
        obey(order);
        did = true;
    }
    return did;
}

bool SimTransport::step()
{
    if (!asked_.empty())
    {
        const auto what = std::move(asked_.front());
        asked_.pop_front();
        what();
        return true;
    }
    if (take_due())
        return true;
    std::ranges::move(sim_.take_orders(), std::back_inserter(orders_));
    if (orders_.empty())
        return false;
    const auto order = std::move(orders_.front());
    orders_.pop_front();
    obey(order);
    return true;
}

/// The answer that is due longest.
bool SimTransport::take_due()
{
    const auto first = std::ranges::min_element(later_, {}, &Later::at);
    if (first == later_.end() || first->at > clock_.now())
        return false;
    const auto what = std::move(first->what);
    later_.erase(first);
    what();
    return true;
}

std::optional<UtcMillis> SimTransport::next_due() const
{
    std::optional<UtcMillis> next;
    for (const auto& later : later_)
        next = std::min(next.value_or(later.at), later.at);
    return next;
}

void SimTransport::die(bool leaves_ghosts)
{
    asked_.clear();
    later_.clear();
    orders_.clear();
    for (const auto& [ours, theirs] : sockets_)
        sim_.lost(theirs, !leaves_ghosts);
    sockets_.clear();
    owners_.clear();
}

}  // namespace hotwatch::testing
