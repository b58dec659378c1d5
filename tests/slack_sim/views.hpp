// Modals and Home tabs: a stack of up to three per person, their hashes, what was typed into them, and what the app's
// answer to a submission does (platform sections 11.4 and 11.5).
#pragma once

#include "triggers.hpp"

namespace slack_sim
{

struct View
{
    std::string id, user, hash, root, previous;
    Json body;                      // as the app gave it, every block named
    Json entered = Json::object();  // state.values: block_id -> action_id -> value
    Json errors = Json::object();   // block_id -> text, from the last submission
};

class Views
{
  public:
    Views(Ground& ground, Triggers& triggers) : ground_(ground), triggers_(triggers) {}

    // What the app calls. Each answers as the Web API method does, "trigger_id" and "view" checked.
    Json open(const std::string& trigger, const Json& view);
    Json push(const std::string& trigger, const Json& view);
    Json update(const std::string& view_id, const std::string& external_id, const std::string& hash, const Json& view);
    Json publish(const std::string& user, const std::string& hash, const Json& view);

    /// The app's answer to a submission. Returns what is wrong with it, "" where it was followed.
    std::string answer_submission(const std::string& view_id, const Json& payload);

    [[nodiscard]] View* top(const std::string& user);
    [[nodiscard]] const View* top(const std::string& user) const;
    [[nodiscard]] View* find(const std::string& view_id);
    void close_top(const std::string& user);
    [[nodiscard]] Json shown(const View& view) const;

  private:
    Json refusal_of(const Json& view) const;
    View make(const std::string& user, const Json& body);
    void replace(View& view, const Json& body);
    [[nodiscard]] bool is_external_id_taken(const Json& body, std::string_view except) const;
    Json answer(const View& view) const { return {{"ok", true}, {"view", shown(view)}}; }

    Ground& ground_;
    Triggers& triggers_;
    std::unordered_map<std::string, std::vector<View>> stacks_;  // by user
    std::unordered_map<std::string, View> homes_;
};

}  // namespace slack_sim
