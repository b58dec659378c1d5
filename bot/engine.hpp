// Between the desk and the world: feeds happenings to the desk, and does what the desk has committed to. It decides
// nothing about incidents and waits for nothing; the loop that owns it (App, or a scenario test) calls it when
// something came or a moment is due.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "bot/clock.hpp"
#include "bot/direct_answers.hpp"
#include "bot/event.hpp"
#include "bot/slack/link.hpp"
#include "bot/slack/transport.hpp"

namespace hotwatch
{

/// Where events go: a thread of its own in production, the same thread in scenario tests.
class DeskQueue
{
  public:
    virtual ~DeskQueue() = default;
    virtual void push(Event event) = 0;
};

struct EngineStatus
{
    slack::LinkStatus link;
    DeskHealth desk;
    std::size_t at_desk = 0;
    std::uint64_t acks_written = 0;
    std::uint64_t acks_lost = 0;  // their socket was gone
};

class Engine : public slack::TransportListener
{
  public:
    Engine(const Clock& clock, DeskQueue& desk, slack::Transport& transport, slack::LinkFigures figures,
           std::string trusted_host, bool allow_plain, std::function<double()> jitter);

    void start();
    /// Takes no more envelopes and closes the sockets; what is owed stays in the store.
    void stop();
    [[nodiscard]] bool is_stopped() const;

    void on_batch(BatchResult result);
    /// A moment may have come; cheap when not.
    void on_tick();
    /// How long from now until on_tick is wanted; nullopt: only news from outside can matter.
    [[nodiscard]] std::optional<milliseconds> wait() const;

    void ask(LineAsked line, std::function<void(LineAnswer)> done);
    /// A copy of the store for somebody else to read and remove: its path, or why not with exit code 1.
    void copy(std::function<void(LineAnswer)> done);
    /// A backup by hand stands in its place.
    void note_backup(BackupKept backup, std::function<void(LineAnswer)> done);
    /// Another configuration is to be in force: exit code 0 once it is.
    void configure(ConfigChanged change, std::function<void(LineAnswer)> done);
    /// A plan put in force, or only looked at; `done` gets the report.
    void import(ImportRequest request, std::function<void(LineAnswer)> done);
    /// How a copy becomes a backup elsewhere than on the loop; `done` gets why not, "" it stands, on the loop again.
    using Seal = std::function<void(SealJob job, std::function<void(std::string problem)> done)>;
    void seal_with(Seal seal) { seal_ = std::move(seal); }

    /// Nothing at the desk, nothing in flight, nothing that could go out now.
    [[nodiscard]] bool is_idle() const;
    /// When the desk wants to be called next.
    [[nodiscard]] std::optional<UtcMillis> next_due() const { return wake_at_; }
    /// The clock was moved: the desk is asked anew.
    void poke();
    [[nodiscard]] EngineStatus status() const;

    void on_opened(slack::SocketId socket) override;
    void on_text(slack::SocketId socket, std::string frame) override;
    void on_alive(slack::SocketId socket) override;
    void on_written(slack::SocketId socket) override;
    void on_lost(slack::SocketId socket, std::string why) override;

  private:
    void step(const slack::LinkInput& input);
    void perform(slack::LinkAction& action);
    void push(Event event);
    void tell_link_news();
    void deliver(slack::Deliver& deliver);
    void note_ack_written(std::string key);
    void tell_acks_written();
    /// What an ack on its way to a socket answers, should the socket go first.
    struct Carried
    {
        std::string key;
        DirectAnswer answer;
    };
    void answer_lost(std::vector<Carried> lost);
    void write_ack(Ack ack);
    void give_verdict(Ack ack);
    void put_off(SteadyTime now);
    [[nodiscard]] std::optional<SteadyTime> put_off_due() const;
    [[nodiscard]] std::optional<SteadyTime> ack_news_due() const;
    [[nodiscard]] bool is_open_already(const OpenForm& form);
    void open_form(OpenForm form);
    void make(slack::Attempt attempt);
    void seal(SealJob job);

    struct Waiting  // an envelope at the desk
    {
        slack::SocketId socket = 0;
        bool accepts_payload = false;
        bool was_put_off = false;  // "still storing" was its ack
        ReplyPath path;
    };

    const Clock& clock_;
    DeskQueue& desk_;
    slack::Transport& transport_;
    slack::Link link_;
    DirectAnswers direct_;
    std::map<std::string, Waiting> waiting_;                         // by envelope id
    std::deque<std::pair<SteadyTime, std::string>> may_be_put_off_;  // commands and clicks, in order of arrival
    std::map<slack::SocketId, std::deque<Carried>> writing_;         // acks handed to each socket, in order
    std::vector<std::string> acks_written_;                          // to be told to the desk with its next batch
    SteadyTime oldest_ack_written_{};
    std::deque<std::pair<SteadyTime, std::string>> triggers_used_;  // of forms; those that are still good
    std::map<std::uint64_t, std::function<void(LineAnswer)>> asking_;
    Seal seal_;
    LinkVitals link_told_;  // as the desk knows it
    std::optional<UtcMillis> wake_at_;
    std::size_t at_desk_ = 0;
    std::size_t outside_ = 0;  // calls and forms whose outcome is still to come
    std::uint64_t next_ticket_ = 1;
    bool moment_asked_ = false;
    bool is_stopping_ = false;
    EngineStatus status_;
};

}  // namespace hotwatch
