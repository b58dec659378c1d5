// Web API calls one at a time, each waited for: for a subcommand that has nothing else to do meanwhile.
#pragma once

#include <memory>

#include "bot/slack/endpoint.hpp"
#include "bot/slack/web_api.hpp"

namespace hotwatch::check
{

class SlackLine
{
  public:
    /// Throws where TLS cannot be set up (an unreadable SSL_CERT_FILE).
    explicit SlackLine(slack::Endpoint endpoint);
    ~SlackLine();
    SlackLine(const SlackLine&) = delete;
    SlackLine& operator=(const SlackLine&) = delete;

    /// Returns at the latest when the request's own time is over.
    slack::ApiResult call(slack::ApiRequest request);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hotwatch::check
