// Who asks: what only some may do waits for the profile of somebody who was never seen before (product section 11).
#pragma once

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

/// Owes the question to Slack, and keeps the request with it. Returns what the asker is told meanwhile.
Reply ask(const Waiting& waiting, Book& book, UtcMillis now);

/// The request that waited for this answer of Slack's, in the asker's own zone now; nullopt: the call is no such
/// question. Neither a form can be opened for it nor its response_url be used any more.
std::optional<Waiting> waited(const Call& call, Book& book);

/// Slack did not answer within 10 s, or does not say who they are: the request is not run.
std::optional<Refusal> refused(const Call& call, const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch::identity
