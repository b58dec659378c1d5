// Faults of the Web API: calls that are refused, not carried out, carried out without an answer, or answered late.
#include "web_api.hpp"

namespace slack_sim
{

namespace
{

HttpResponse page(int status, std::string_view title)
{
    HttpResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    response.body = "<!DOCTYPE html><html><head><title>" + std::string{title} + "</title></head><body></body></html>";
    return response;
}

}  // namespace

HttpResponse with_faults(Slack& slack, const std::string& method, const std::function<HttpResponse()>& work)
{
    using Kind = Fault::Kind;
    const auto fault =
        slack.faults.strike({Kind::rate_limited, Kind::server_error, Kind::error_after_doing, Kind::lose_answer,
                             Kind::hang, Kind::reset, Kind::slack_error, Kind::html, Kind::slow},
                            method, slack.dice);
    if (!fault)
        return work();
    const auto note = [&](int status, std::string error) {
        slack.ledger.calls.push_back({method, nullptr, status, std::move(error), slack.now});
    };
    HttpResponse response;
    // What was carried out stands in the ledger as any call does, although its answer was spoiled.
    switch (fault->kind)
    {
    case Kind::rate_limited:
        note(429, "ratelimited");
        return too_many_requests(slack, fault->seconds);
    case Kind::server_error:
        note(fault->status, "server error");
        return page(fault->status, "Server Error");
    case Kind::slack_error:
        note(200, fault->error);
        return json_response(slack, failure(fault->error));
    case Kind::html:
        note(200, "a page instead of an answer");
        return page(200, "Slack");
    case Kind::hang:
        note(0, "never answered, not done");
        response.fate = HttpResponse::Fate::hang;
        return response;
    case Kind::reset:
        note(0, "connection reset, not done");
        response.fate = HttpResponse::Fate::reset;
        return response;
    case Kind::error_after_doing:
        work();
        return page(500, "Server Error");
    case Kind::lose_answer:
        response = work();
        response.fate = HttpResponse::Fate::lose_answer;
        return response;
    default:  // slow
        response = work();
        response.delay = fault->delay;
        return response;
    }
}

}  // namespace slack_sim
