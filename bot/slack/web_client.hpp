// Web API calls and response_urls over HTTP/1.1: connections are kept and used again, every call has a deadline over
// all of it, and a call that may have been done is told from one that was certainly not.
#pragma once

#include <exception>
#include <functional>
#include <memory>

#include "bot/slack/stream.hpp"
#include "bot/slack/web_api.hpp"

namespace hotwatch::slack
{

class WebClient
{
  public:
    /// `on_error` hears of exceptions out of `done`; the client itself reports everything as a result.
    WebClient(asio::io_context& io, asio::ssl::context& tls, Names& names, Endpoint endpoint,
              std::function<void(std::exception_ptr)> on_error);
    ~WebClient();

    /// `done` runs once, later, on the loop. Redirects are not followed; an answer over 4 MiB counts as unknown.
    void call(ApiRequest request, std::function<void(ApiResult)> done);

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace hotwatch::slack
