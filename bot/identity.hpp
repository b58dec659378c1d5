// Who asks: what only some may do waits for the profile of somebody who was never seen before (product section 11).
#pragma once

#include <deque>
#include <optional>

#include "bot/intake.hpp"
#include "bot/presses.hpp"
#include "storage/book.hpp"

namespace hotwatch::identity
{

/// A request that waits, and the press that it came with; the press has no key where it may be repeated.
struct Waiting
{
    Asked asked;
    presses::Press press;
};

/// Whether it has to be known first who asks: it writes, is nothing that everybody may do, and Slack has not shown the
/// asker's profile yet.
bool is_wanted(const Request& request, Book& book);

/// Owes the question to Slack, and keeps the request with it. Returns its row; the asker is told `meanwhile()`.
std::int64_t ask(const Waiting& waiting, Book& book, UtcMillis now);
Reply meanwhile();

/// The request that waited for this answer of Slack's, in the asker's own zone now; nullopt: the call is no such
/// question. Neither a form can be opened for it nor its response_url be used any more.
std::optional<Waiting> waited(const Call& call, Book& book);

/// Slack did not answer within 10 s, or does not say who they are: the request is not run.
std::optional<Refusal> refused(const Call& call, const Request& request, Book& book, UtcMillis now);

/// The asker waited for 10 s.
bool is_overdue(const Call& call, UtcMillis now);

/// The key under which it is kept that the asker was refused: Slack's answer, when it comes, changes nothing for them.
std::string refusal_key(const Call& call);

/// The questions whose askers wait, oldest first: they are refused when their time is over, whether Slack answers or
/// not. Read from the outbox at the start.
class Patience
{
  public:
    void restore(const std::vector<Call>& unsettled);
    void add(std::int64_t row, UtcMillis asked_at) { waiting_.push_back({row, asked_at}); }
    /// The rows that were waited for long enough; whether they are settled meanwhile is the caller's to see.
    [[nodiscard]] std::vector<std::int64_t> take_overdue(UtcMillis now);
    [[nodiscard]] std::optional<UtcMillis> ends_at() const;

  private:
    struct Asking
    {
        std::int64_t row = 0;
        UtcMillis at;
    };
    std::deque<Asking> waiting_;
};

}  // namespace hotwatch::identity
