// A scenario as it is read on a terminal: who did what, what each channel then shows, forms, verdicts.
#pragma once

#include <ostream>

#include "plain_text.hpp"

namespace slack_sim
{

class Transcript
{
  public:
    Transcript(Sim& sim, std::ostream& out, Look look) : sim_(sim), out_(out), look_(look) {}

    void heading(std::string_view text);
    void act(std::string_view what);
    void remark(std::string_view text);
    /// What is new or changed, channel by channel; what looks as it did when last printed is left out.
    void news(const std::vector<ShownMessage>& messages);
    /// Forms that opened, changed or closed since the last call.
    void forms();
    /// The whole channel, as `viewer` sees it.
    void channel(const std::string& name, std::string_view viewer);
    void passed(std::string_view what);
    /// `shown`: what stands there instead.
    void failed(int line, std::string_view what, const std::vector<std::string>& shown = {});

    /// The message that the thread printed as [thread N] hangs under; nullopt: no such number yet.
    struct Thread
    {
        std::string channel_id, ts;
    };
    [[nodiscard]] std::optional<Thread> thread(int number) const;

    // Plain, for comparing: no colours, no wrapping.
    [[nodiscard]] std::string text_of(const ShownMessage& message) const;
    [[nodiscard]] std::vector<std::string> channel_lines(const std::string& name, std::string_view viewer) const;
    /// Empty where no form is open.
    [[nodiscard]] std::vector<std::string> form_lines(std::string_view user) const;
    [[nodiscard]] std::string channel_name(std::string_view id) const;
    [[nodiscard]] std::string user_name(std::string_view id) const;

  private:
    [[nodiscard]] NameOf names() const;
    std::string thread_mark(const ShownMessage& message);
    [[nodiscard]] std::vector<std::string> lines_of(const ShownMessage& message, const std::string& mark,
                                                    const Look& look) const;
    [[nodiscard]] std::vector<std::string> box(std::string_view user, const Look& look) const;
    void print(const std::vector<std::string>& lines, std::string_view indent);

    Sim& sim_;
    std::ostream& out_;
    Look look_;
    std::vector<Thread> threads_;
    std::map<std::string, std::string> printed_;             // channel and ts -> how the message last looked
    std::map<std::string, std::vector<std::string>> forms_;  // by user: how the open form last looked
};

}  // namespace slack_sim
