// SIGHUP: the configuration is read and checked anew, put in force as far as that can be done at work, and what came of
// it is logged. One that is wrong anywhere is refused whole, and the old one stays in force.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/config.hpp"
#include "bot/event.hpp"

namespace hotwatch
{

/// What is different in a new configuration, by the names of its keys.
struct ConfigChanges
{
    std::vector<std::string> at_once;       // "severity.P0.respond_within", "people.\"Deployment Agent\""
    std::vector<std::string> need_restart;  // "store.path", "SLACK_BOT_TOKEN"
};

ConfigChanges changes_between(const Config& in_force, const Config& next);

/// What a process cannot run with, beyond what `read_config` refuses by itself: tokens, the address of the API, names
/// of commands that Slack would not take. Throws ConfigError.
void require_sound(const Config& config);

class Reload
{
  public:
    using ReadAgain = std::function<Config()>;  // throws ConfigError
    using Answered = std::function<void(LineAnswer)>;
    using Apply = std::function<void(ConfigChanged change, Answered done)>;  // `done` later, once

    Reload(Config in_force, ReadAgain read, Apply apply);

    /// A SIGHUP came. While one is at work, a further one is done after it.
    void run();

  private:
    void finish(const Config& next, const ConfigChanges& changes, const LineAnswer& answer);

    Config in_force_;
    ReadAgain read_;
    Apply apply_;
    bool is_at_work_ = false;
    bool once_more_ = false;
};

}  // namespace hotwatch
