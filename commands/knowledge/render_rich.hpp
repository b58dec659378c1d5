// Pieces as Slack's rich text, in which nothing is markup: no text can mention anybody, forge a link or end its code
// block, and code is copied as it was written. Pure.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "commands/knowledge/piece.hpp"

namespace hotwatch::knowledge
{

/// One rich_text block for each heading and what stands under it. Commands that can break something are marked, in
/// words, above their code. For a page of `pages_of`: at most `most_blocks` blocks, the last holding the rest.
std::vector<nlohmann::json> rich_blocks(const std::vector<Piece>& pieces);
inline constexpr std::size_t most_blocks = 30;

/// The same as text that reads alone, not escaped.
std::string plain_text(const std::vector<Piece>& pieces);

}  // namespace hotwatch::knowledge
