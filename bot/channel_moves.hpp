// Channels that get another id, and those that are gone.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/book.hpp"

namespace hotwatch::directory
{

/// Slack gave the channel another id, as it does when a private one becomes public: its name, the rooms of incidents
/// and whatever is owed go along. The sender is told by the caller.
void move_channel(const ChannelId& from, const ChannelId& to, Book& book);

/// One page of conversations.list, asked for with `cursor`, and the cursor of the page after it. After the last one,
/// what was on none of them goes: a channel that was deleted while Hotwatch was down keeps its name from no other.
void hear_page(const nlohmann::json& channels, const std::string& cursor, const std::string& next_cursor, Book& book);

}  // namespace hotwatch::directory
