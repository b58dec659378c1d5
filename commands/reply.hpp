// What a handler may answer. Rendered text travels as opaque JSON, so that handlers need no JSON library.
#pragma once

#include <boost/system/result.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "storage/records.hpp"

namespace hotwatch
{

/// One Slack message: `text` reads alone (notifications, screen readers, plain fallback); `blocks` is a JSON array, ""
/// for none.
struct Message
{
    std::string text;
    std::string blocks;
    friend bool operator==(const Message&, const Message&) = default;
};

/// A form. Opening one cannot wait: the shell opens it right after the commit, or sends the text form where the trigger
/// is too old.
struct Modal
{
    std::string view;   // JSON object
    Message text_form;  // how to say the same in words, with an example
};

/// What is wrong with a submitted form, by block_id of its input.
using FieldErrors = std::vector<std::pair<std::string, std::string>>;

struct Reply
{
    enum class To
    {
        asker,
        channel
    };
    Message message;  // empty text: nothing to say beyond the ack
    To to = To::asker;
    std::optional<Modal> modal;
    std::string object;      // what was changed, for the audit: "INC-12"
    bool says_more = false;  // than the news that the change makes in its room: it is said even there
};

/// Why not, and what to type instead. The enum is the rule's; the sentence is made in render.cpp of its folder and
/// stands in `message`.
struct Refusal
{
    enum class Why
    {
        usage,         // unknown verb, missing or wrong argument
        not_found,     // no such incident, person, …
        ambiguous,     // several incidents could be meant
        not_now,       // the state does not allow it; says who did what and when
        not_allowed,   // the person may not; says who can
        field_errors,  // a form's fields
        unavailable,   // e.g. nobody on call is known
    };
    Why why = Why::usage;
    Message message;
    FieldErrors fields;  // only for field_errors
};

using Outcome = boost::system::result<Reply, Refusal>;

/// A refusal is a value here; reading a Reply out of one is a defect. Found by Boost.System through its argument.
[[noreturn]] inline void throw_exception_from_error(const Refusal& refusal, const boost::source_location&)
{
    throw std::logic_error("reply read from a refusal: " + refusal.message.text);
}

}  // namespace hotwatch
