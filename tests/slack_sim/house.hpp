// The simulator with a bot beside it, as the program runs them: starts and kills the bot, moves both clocks, and knows
// when both are at rest.
#pragma once

#include "bot_process.hpp"
#include "driver.hpp"
#include "server.hpp"

namespace slack_sim
{

/// HotDash's people and channels.
Config hotdash_team();

class House
{
  public:
    struct Options
    {
        std::filesystem::path directory;
        std::filesystem::path bot;         // the program hotwatch; empty: somebody else runs it
        std::filesystem::path bot_socket;  // its control socket; with `bot`, the one beside the store
        bool has_limits = true;
    };
    House(Server& server, Options options);

    /// Starts the bot and waits until it is connected and at rest. Throws std::runtime_error with the end of its log
    /// where it is not, within 20 s.
    void start_bot();
    /// SIGTERM, and no more than 10 s (product section 1).
    void stop_bot();
    [[nodiscard]] Stage stage();
    [[nodiscard]] std::filesystem::path log() const { return options_.directory / "hotwatch.log"; }

  private:
    nlohmann::json ask_bot(const nlohmann::json& request);
    [[nodiscard]] bool is_bot_at_rest();
    [[nodiscard]] bool has_unanswered_envelopes();
    [[nodiscard]] bool settle();
    [[nodiscard]] std::string end_of_log() const;
    /// Where the bot's store is and how it reaches this Slack.
    [[nodiscard]] ChildProcess::Variables variables() const;
    std::string run_shell(const std::vector<std::string>& arguments);

    Server& server_;
    Options options_;
    std::unique_ptr<ChildProcess> bot_;
};

}  // namespace slack_sim
