// Whether a call whose answer was lost was carried out: the question to Slack, and what its answer means. Pure.
// Posts are found by their id in the history, scheduled messages by the id in their text, channels by name and creation
// (design "The outbox", platform 14.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/slack/web_api.hpp"
#include "storage/records.hpp"

namespace hotwatch::slack
{

/// Where it is to be looked for; "" where Slack offers no way to find out.
std::string_view lookup_method(const Call& call, UtcMillis now);

/// `method` is what `lookup_method` said; `cursor` is "" for the first page. Precondition: the row was attempted.
ApiRequest lookup_request(const Call& call, std::string_view method, std::string_view cursor, UtcMillis now);

/// Histories of public channels are shown to members only.
ApiRequest join_request(const Call& call);

struct Found
{
    std::string channel;
    std::string ts;  // of a scheduled message: its id; of a channel: ""
};
struct Look
{
    std::optional<Found> found;
    std::string cursor;       // where to read on; "" after the last page
    bool is_readable = true;  // false: the answer has no list in it, and proves nothing
};
Look read_lookup(const Call& call, std::string_view body);

}  // namespace hotwatch::slack
