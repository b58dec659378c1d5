// trigger_ids: good once, for 3 s from the person's click (platform section 11.3).
#pragma once

#include <deque>
#include <unordered_map>

#include "ground.hpp"

namespace slack_sim
{

class Triggers
{
  public:
    explicit Triggers(Ground& ground) : ground_(ground) {}

    struct Trigger
    {
        std::string user;
        std::string view;  // the modal the click happened in, "" elsewhere
        Millis born{};
        bool is_used = false;
    };

    std::string issue(std::string_view user, std::string_view view = "");

    struct Use
    {
        std::optional<Trigger> trigger;
        std::string error;  // why not
    };
    /// Uses the trigger up.
    Use use(const std::string& id);

  private:
    Ground& ground_;
    std::unordered_map<std::string, Trigger> issued_;
    std::deque<std::string> order_;
};

}  // namespace slack_sim
