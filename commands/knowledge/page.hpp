// Pieces in portions that Slack takes: one message each. Pure.
#pragma once

#include <vector>

#include "commands/knowledge/piece.hpp"

namespace hotwatch::knowledge
{

inline constexpr std::size_t most_in_piece = 2'500;  // UTF-16 units; a section holds 3,000, rich text about as much
inline constexpr std::size_t most_in_page = 8'000;   // Slack refuses a message of about 13,000 in all its blocks
inline constexpr std::size_t most_pieces_in_page = 120;

/// One page at least. No piece is longer than `most_in_piece`: code is cut between lines, text between words where that
/// can be. A heading is not the last of its page, nor a step's title or a warning parted from its command where that
/// can be helped.
std::vector<std::vector<Piece>> pages_of(const std::vector<Piece>& pieces);

}  // namespace hotwatch::knowledge
