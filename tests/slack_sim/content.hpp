// What an app wants to say: text and blocks out of a call, a response_url post or an ack, checked as Slack checks it.
#pragma once

#include "arguments.hpp"
#include "ground.hpp"

namespace slack_sim
{

struct Content
{
    std::string text;
    Json blocks;                        // null where not given; every block has a block_id
    Json metadata;                      // null where not given
    std::string error;                  // Slack's name of what is wrong, "" fine
    std::vector<std::string> problems;  // in detail, for blocks
    bool has_text = false;

    [[nodiscard]] bool is_refused() const { return !error.empty(); }
};

/// Reads text, markdown_text, blocks, attachments and metadata. An empty `blocks` counts as given. Refuses with
/// no_text, invalid_blocks, invalid_blocks_format, markdown_text_conflict, invalid_metadata_format,
/// invalid_metadata_schema, metadata_too_large, too_many_attachments.
Content read_content(Ground& ground, const Args& args);

/// Gives a block_id to every block and an action_id to every element that has none, as Slack does.
/// Precondition: block_problems found nothing wrong with them.
void name_blocks(Ground& ground, Json& blocks);

/// {"ok":false,"error":…} with the problems where Slack puts them.
Json refusal(const Content& content);
Json failure(std::string_view error);

}  // namespace slack_sim
