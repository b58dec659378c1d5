// response_urls: where an app may answer a command or a click without a token, five times within 30 minutes (platform
// section 9).
#pragma once

#include <deque>
#include <unordered_map>

#include "content.hpp"

namespace slack_sim
{

struct Hook
{
    std::string channel, user;
    std::string source_ts;  // the message whose button was pressed; "" for slash commands
    std::string source_thread;
    Millis born{};
    int uses = 0;
};

class Hooks
{
  public:
    explicit Hooks(Ground& ground) : ground_(ground) {}

    /// Makes a URL; `kind` is "commands" or "actions".
    std::string open(std::string_view kind, Hook hook);

    struct Use
    {
        Hook* hook = nullptr;
        std::string error;  // why not: "used_url", "expired_url", "no_such_url"
    };
    /// The hook behind the path of a URL, if it may still be used. Does not count the use.
    Use find(const std::string& path);

  private:
    Ground& ground_;
    std::unordered_map<std::string, Hook> hooks_;  // by path
    std::deque<std::string> order_;
    std::uint64_t count_ = 0;
};

}  // namespace slack_sim
