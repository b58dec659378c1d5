#include "tests/support/judge.hpp"

#include <fmt/format.h>

#include <map>

namespace hotwatch::testing
{

namespace
{
constexpr std::chrono::hours rows_are_there_for{6 * 24};

/// Every row that was not erased, by id.
std::map<std::int64_t, Call> rows_of(Book& book)
{
    std::int64_t left = 0;
    for (const auto state :
         {CallState::pending, CallState::sending, CallState::sent, CallState::unknown, CallState::parked})
        left += book.outbox.count(state);
    std::map<std::int64_t, Call> rows;
    for (std::int64_t id = 1; left > 0; ++id)
        if (auto row = book.outbox.find(id))
        {
            rows.emplace(id, *std::move(row));
            --left;
        }
    return rows;
}

std::string name_of(const Call& row)
{
    return fmt::format("outbox row {} ({}, {})", row.id, row.method, row.conversation);
}
}  // namespace

std::vector<std::string> broken_promises(const slack_sim::Ledger& ledger, Book& book, UtcMillis now)
{
    std::vector<std::string> broken;
    const auto rows = rows_of(book);
    std::map<std::string, std::int64_t> row_of;
    for (const auto& [id, row] : rows)
        row_of.emplace(row.uuid, id);

    std::map<std::string, int> times;                // id of a post -> how often Slack took it
    std::map<std::string, std::int64_t> newest_row;  // conversation -> of the row posted last
    for (const auto& post : ledger.posts)
    {
        if (!post.by_bot)
            continue;
        const auto uuid = post.metadata.is_object() ? post.metadata.value("/event_payload/id"_json_pointer, "") : "";
        const auto found = row_of.find(uuid);
        if (found == row_of.end())
        {
            if (uuid.empty() || now - post.at < rows_are_there_for)
                broken.push_back(fmt::format("a post without a row, id \"{}\": {}", uuid, post.text));
            continue;
        }
        const auto& row = rows.at(found->second);
        if (++times[uuid] > 1)
            broken.push_back(fmt::format("{} was posted {} times: {}", name_of(row), times[uuid], post.text));
        auto& before = newest_row[row.conversation];
        if (!row.conversation.empty() && row.id < before)
            broken.push_back(fmt::format("{} was posted after row {} of its conversation", name_of(row), before));
        before = std::max(before, row.id);
    }
    for (const auto& [id, row] : rows)
    {
        if (row.state == CallState::sent && row.method == "chat.postMessage" && !times.contains(row.uuid))
            broken.push_back(fmt::format("{} counts as sent, and Slack never took it", name_of(row)));
        if (row.state == CallState::parked && row.error.empty())
            broken.push_back(fmt::format("{} is parked without a reason", name_of(row)));
    }
    return broken;
}

std::int64_t owed_calls(Book& book)
{
    return book.outbox.count(CallState::pending) + book.outbox.count(CallState::sending) +
           book.outbox.count(CallState::unknown);
}

}  // namespace hotwatch::testing
