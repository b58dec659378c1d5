// Plays a scenario, a line at a time: does what people do, moves the clock, compares what is seen with what was
// expected, and prints it all. Knows no socket: whoever owns the simulator's time and the bot hands both in.
#pragma once

#include "statement.hpp"
#include "transcript.hpp"

namespace slack_sim
{

/// The world around the simulator.
struct Stage
{
    /// Lets everything run until the simulator and the bot have nothing left to do at this instant. False: they did not
    /// come to rest in good time.
    std::function<bool()> settle;
    /// Moves the simulator's clock to this time, never back, and does what is due.
    std::function<void(Millis)> move_clock;
    /// What the bot has due next, and its clock, moved to a time; both empty where there is no bot with a clock.
    std::function<std::optional<Millis>()> bot_due{};
    std::function<void(Millis)> move_bot{};
    /// As by kill -9; and back on the same store. Empty where somebody else runs the bot.
    std::function<void()> kill{};
    std::function<void()> restart{};
    /// The program hotwatch with these arguments beside that bot: what it printed, and its exit status where that is
    /// not 0. Empty as above.
    std::function<std::string(const std::vector<std::string>& arguments)> shell{};
};

/// Moves both clocks to `target` together, through everything that either side has due on the way, in order; between
/// two steps everything settles. False: it did not, at least once.
bool advance_together(Sim& sim, const Stage& stage, Millis target);

class Driver
{
  public:
    struct Options
    {
        Look look{};
        bool is_echoing = true;  // prints each act; off where a person sees what they typed themselves
    };
    Driver(Sim& sim, Stage stage, std::ostream& out, Options options);

    /// Plays one line (statement_help says what it may be). False: it asked to end.
    bool play(std::string_view line);
    /// Prints what became visible without anybody's doing.
    void look_around();
    /// Expectations that did not hold, and lines that could not be played.
    [[nodiscard]] int failures() const { return failures_; }
    [[nodiscard]] int expectations() const { return expectations_; }

  private:
    // One for each kind of statement; false ends the scenario.
    bool run(const Types& types);
    bool run(const Presses& presses);
    bool run(const Submits& submits);
    bool run(const ClosesForm& closes);
    bool run(const UsesShortcut& shortcut);
    bool run(const Advance& advance);
    bool run(const Expect& expect);
    bool run(const Show& show);
    bool run(const ArmFault& arm);
    bool run(const ClearFaults& clear);
    bool run(const Disconnect& disconnect);
    bool run(const Cut& cut);
    bool run(const Kill& kill);
    bool run(const Restart& restart);
    bool run(const Shell& shell);
    bool run(const Heading& heading);
    bool run(const Help& help);
    bool run(const Quit& quit);

    void begin();
    void settle();
    void finish(std::string_view who = "", std::string_view own_channel = "");
    bool fail(std::string_view what, const std::vector<std::string>& shown = {});
    [[nodiscard]] std::string place(std::string_view where, std::string_view who) const;
    [[nodiscard]] bool knows(std::string_view who);
    [[nodiscard]] std::string message_with(const std::string& channel, std::string_view viewer,
                                           std::string_view words) const;
    /// Capitals, and how blanks and line ends fall, do not matter.
    static bool shows(const std::vector<std::string>& lines, std::string_view words);
    [[nodiscard]] std::vector<std::string> seen_by(const std::string& person) const;

    Sim& sim_;
    Stage stage_;
    std::ostream& out_;
    Options options_;
    Transcript transcript_;
    std::string statement_;            // as typed
    std::string shell_said_;           // the last command of the shell
    std::vector<ShownMessage> fresh_;  // since somebody last acted
    int line_ = 0;
    int failures_ = 0;
    int expectations_ = 0;
};

}  // namespace slack_sim
