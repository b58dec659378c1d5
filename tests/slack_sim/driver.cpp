#include "tests/slack_sim/driver.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slack_sim
{

bool advance_together(Sim& sim, const Stage& stage, Millis target)
{
    using namespace std::chrono_literals;
    bool is_at_rest = stage.settle();
    while (sim.now() < target)
    {
        Millis next = target;
        const auto bot_due = stage.bot_due ? stage.bot_due() : std::nullopt;
        // What is overdue after settling waits for something other than the clock.
        for (const auto due : {sim.next_due(), bot_due})
            if (due && *due > sim.now())
                next = std::min(next, *due);
        stage.move_clock(next);
        if (stage.move_bot)
            stage.move_bot(next);
        is_at_rest = stage.settle() && is_at_rest;
    }
    return is_at_rest;
}

Driver::Driver(Sim& sim, Stage stage, std::ostream& out, Options options)
    : sim_(sim), stage_(std::move(stage)), out_(out), options_(options), transcript_(sim, out, options.look)
{
}

bool Driver::play(std::string_view line)
{
    ++line_;
    statement_ = line;
    const Reading reading = read_statement(line);
    if (!reading.error.empty())
        return fail(reading.error);
    if (!reading.statement)
        return true;
    return std::visit([this](const auto& statement) { return run(statement); }, *reading.statement);
}

bool Driver::fail(std::string_view what, const std::vector<std::string>& shown)
{
    ++failures_;
    transcript_.failed(line_, what, shown);
    return true;
}

void Driver::begin()
{
    look_around();
    if (options_.is_echoing)
        transcript_.act(statement_);
    fresh_.clear();
}

void Driver::settle()
{
    if (!stage_.settle())
        fail("the bot did not come to rest");
}

/// Lets the act take effect and prints what it led to; the person's own message stands in the statement already.
void Driver::finish(std::string_view who, std::string_view own_channel)
{
    settle();
    auto news = sim_.new_messages();
    fresh_.insert(fresh_.end(), news.begin(), news.end());
    std::erase_if(news,
                  [&](const ShownMessage& message) {
                      return !who.empty() && message.author == who && message.channel_id == own_channel &&
                             !message.is_ephemeral;
                  });
    transcript_.news(news);
    transcript_.forms();
    if (!sim_.says().empty() && !who.empty())
        transcript_.remark(fmt::format("Slack tells {}: {}", who, sim_.says()));
}

void Driver::look_around()
{
    auto news = sim_.new_messages();
    fresh_.insert(fresh_.end(), news.begin(), news.end());
    transcript_.news(news);
    transcript_.forms();
}

bool Driver::knows(std::string_view who)
{
    if (!sim_.user_id(who).empty())
        return true;
    std::string names;
    for (const User& user : sim_.config().users)
        names += fmt::format("{}{}", names.empty() ? "" : ", ", user.name);
    fail(fmt::format("nobody here is called {}; there are {}", who, names));
    return false;
}

/// As the simulator calls it: "#general", "dm:ana", "form".
std::string Driver::place(std::string_view where, std::string_view who) const
{
    return where == "dm" && !who.empty() ? fmt::format("dm:{}", who) : std::string{where};
}

/// The newest message there that shows `words`; "" where none does.
std::string Driver::message_with(const std::string& channel, std::string_view viewer, std::string_view words) const
{
    std::string ts;
    for (const ShownMessage& message : sim_.messages(channel, viewer))
        if (message.ts > ts && shows({transcript_.text_of(message)}, words))
            ts = message.ts;
    return ts;
}

bool Driver::run(const Types& types)
{
    begin();
    if (!knows(types.who))
        return true;
    const std::string channel = place(types.where, types.who);
    std::string thread_ts;
    if (types.thread > 0)
    {
        const auto thread = transcript_.thread(types.thread);
        if (!thread || thread->channel_id != sim_.channel_id(channel))
            return fail(fmt::format("{} shows no thread {} yet", types.where, types.thread));
        thread_ts = thread->ts;
    }
    else if (!types.thread_under.empty())
    {
        thread_ts = message_with(channel, types.who, types.thread_under);
        if (thread_ts.empty())
            return fail(fmt::format("{} shows no message with \"{}\"", types.where, types.thread_under));
        for (const ShownMessage& message : sim_.messages(channel, types.who))
            if (message.ts == thread_ts && !message.thread_ts.empty())
                thread_ts = message.thread_ts;
    }
    sim_.types(types.who, channel, types.text, thread_ts);
    // With no bot on the line Slack apologises, which a scenario may want to see; all else is a slip in the scenario.
    if (!sim_.says().empty() && sim_.says() != "dispatch_failed")
        return fail(fmt::format("Slack refuses: {}", sim_.says()));
    finish(types.who, sim_.channel_id(channel));
    return true;
}

bool Driver::run(const Presses& presses)
{
    begin();
    if (!knows(presses.who))
        return true;
    const std::string channel = place(presses.where, presses.who);
    std::string ts;
    if (!presses.on.empty())
    {
        ts = message_with(channel, presses.who, presses.on);
        if (ts.empty())
            return fail(fmt::format("{} shows no message with \"{}\"", presses.where, presses.on));
    }
    if (sim_.presses(presses.who, channel, presses.label, ts).empty())
        return fail(
            fmt::format("{} cannot press [{}] in {}: {}", presses.who, presses.label, presses.where, sim_.says()),
            channel == "form" ? transcript_.form_lines(presses.who) : transcript_.channel_lines(channel, presses.who));
    finish(presses.who);
    return true;
}

bool Driver::run(const Submits& submits)
{
    begin();
    if (!knows(submits.who))
        return true;
    if (sim_.submits(submits.who, submits.values).empty())
    {
        const std::string why = sim_.says();
        transcript_.forms();
        // Slack's client holds an incomplete form back by itself, which a scenario may want to see.
        if (why == "form_incomplete")
            return transcript_.remark("the form stays: Slack asks for what is missing"), true;
        return fail(fmt::format("{} cannot send the form: {}", submits.who, why), transcript_.form_lines(submits.who));
    }
    finish(submits.who);
    return true;
}

bool Driver::run(const ClosesForm& closes)
{
    begin();
    if (!sim_.open_form(closes.who))
        return fail(fmt::format("no form is open before {}", closes.who));
    sim_.closes_form(closes.who);
    finish();
    return true;
}

bool Driver::run(const UsesShortcut& shortcut)
{
    begin();
    if (!knows(shortcut.who))
        return true;
    if (sim_.uses_shortcut(shortcut.who, shortcut.callback_id).empty())
        return fail(fmt::format("Slack refuses: {}", sim_.says()));
    finish(shortcut.who);
    return true;
}

bool Driver::run(const Advance& advance)
{
    const Millis target = sim_.now() + advance.length;
    statement_ += fmt::format("  (to {} UTC)", day_text(target));
    begin();
    if (!advance_together(sim_, stage_, target))
        fail("the bot did not come to rest");
    finish();
    return true;
}

bool Driver::run(const Show& show)
{
    look_around();
    const std::string viewer = sim_.user_id(show.viewer);
    if (!show.where.empty())
    {
        const std::string channel = place(show.where, show.viewer);
        if (sim_.channel_id(channel).empty())
            return fail(fmt::format("there is no channel {}", show.where));
        transcript_.channel(channel, viewer);
        return true;
    }
    for (const auto& [id, name] : sim_.channels())
        if (!sim_.messages(id, viewer).empty())
            transcript_.channel(name, viewer);
    return true;
}

bool Driver::run(const ArmFault& arm)
{
    begin();
    sim_.arm(arm.fault);
    return true;
}

bool Driver::run(const ClearFaults&)
{
    begin();
    sim_.clear_faults();
    return true;
}

bool Driver::run(const Disconnect& disconnect)
{
    begin();
    sim_.disconnect_sockets(disconnect.reason, disconnect.is_cut);
    finish();
    return true;
}

bool Driver::run(const Cut&)
{
    begin();
    sim_.cut_sockets();
    finish();
    return true;
}

bool Driver::run(const Kill&)
{
    begin();
    if (!stage_.kill)
        return fail("the bot is run by somebody else: this simulator cannot kill it");
    stage_.kill();
    finish();
    return true;
}

bool Driver::run(const Restart&)
{
    begin();
    if (!stage_.restart)
        return fail("the bot is run by somebody else: this simulator cannot start it");
    stage_.restart();
    finish();
    return true;
}

bool Driver::run(const Shell& shell)
{
    begin();
    if (!stage_.shell)
        return fail("the bot is run by somebody else: its program is not known here");
    shell_said_ = stage_.shell(shell.arguments);
    transcript_.remark(shell_said_);
    finish();
    return true;
}

bool Driver::run(const Heading& heading)
{
    look_around();
    transcript_.heading(heading.text);
    return true;
}

bool Driver::run(const Help&)
{
    out_ << statement_help();
    return true;
}

bool Driver::run(const Quit&)
{
    return false;
}

}  // namespace slack_sim
