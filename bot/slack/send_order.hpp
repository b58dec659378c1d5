// Which owed calls wait for which others: a conversation keeps its order, and a row may name one that goes first.
// Pure bookkeeping by id; smaller ids are older.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/records.hpp"

namespace hotwatch::slack
{

/// How pressing a row is: its class first, its severity within the class. Smaller goes first.
struct Rank
{
    SendClass send_class = SendClass::digest;
    int severity = 3;

    [[nodiscard]] bool is_page() const { return send_class == SendClass::page; }
    /// Pages and acknowledgements: one connection is always left for them.
    [[nodiscard]] bool is_urgent() const { return send_class <= SendClass::acknowledgement; }
    friend auto operator<=>(const Rank&, const Rank&) = default;
};

class SendOrder
{
  public:
    /// Returns the rows whose place in the queue may have changed by it, the new one included.
    std::vector<std::int64_t> add(std::int64_t id, const std::string& conversation, std::int64_t after, Rank rank);
    /// The same row with other content. It keeps its place in the conversation and is never less pressing than before.
    std::vector<std::int64_t> replace(std::int64_t id, std::int64_t after, Rank rank);

    struct Released
    {
        std::vector<std::int64_t> followers;  // rows that waited for the result
        std::vector<std::int64_t> changed;    // others whose turn may have come
    };
    /// The row is settled.
    Released remove(std::int64_t id);

    /// Oldest of its conversation, and the row it names is settled or unknown here.
    [[nodiscard]] bool may_go(std::int64_t id) const;
    /// The most pressing of the row itself, of those behind it in its conversation and of those that name it: what
    /// keeps a page waiting is as pressing as the page.
    [[nodiscard]] Rank rank(std::int64_t id) const;
    /// All that cannot go before this row is settled, directly or through others. Costs O(as many).
    [[nodiscard]] std::vector<std::int64_t> waiting_for(std::int64_t id) const;

  private:
    struct Node
    {
        std::string conversation;
        std::int64_t after = 0;
        Rank rank;  // its own or a better one, of a row that names it
    };
    struct Conversation
    {
        std::set<std::int64_t> ids;
        std::map<Rank, int> ranks;
    };

    void raise(std::int64_t id, Rank rank, std::vector<std::int64_t>& changed);
    void pull(std::int64_t id, std::vector<std::int64_t>& changed);
    void forget_rank(Conversation& conversation, Rank rank);

    std::unordered_map<std::int64_t, Node> nodes_;
    std::unordered_map<std::string, Conversation> conversations_;
    std::unordered_map<std::int64_t, std::vector<std::int64_t>> followers_;  // by the row they name
};

}  // namespace hotwatch::slack
