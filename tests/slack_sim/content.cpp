// What an app wants to say, checked as Slack checks it (platform sections 14.1 and 15.1).
#include "content.hpp"

#include <algorithm>

#include "block_kit.hpp"

namespace slack_sim
{

namespace
{

constexpr std::size_t truncated_past = 40'000;  // characters of text
constexpr std::size_t most_metadata = 8'192;    // bytes; Slack publishes no figure
constexpr std::size_t most_attachments = 100;

bool is_scalar_or_flat(const Json& value)
{
    const auto is_scalar = [](const Json& v) { return v.is_string() || v.is_number() || v.is_boolean(); };
    if (is_scalar(value))
        return true;
    if (value.is_object())
        return std::ranges::all_of(value, is_scalar);
    return value.is_array() &&
           std::ranges::all_of(value,
                               [&](const Json& item) {
                                   return is_scalar(item) || (item.is_object() && std::ranges::all_of(item, is_scalar));
                               });
}

std::string metadata_error(const Json& metadata)
{
    if (!metadata.is_object())
        return "invalid_metadata_format";
    const auto type = metadata.find("event_type");
    const auto payload = metadata.find("event_payload");
    if (type == metadata.end() || !type->is_string() || payload == metadata.end() || !payload->is_object())
        return "invalid_metadata_schema";
    const auto& name = type->get_ref<const std::string&>();
    const bool is_word = !name.empty() && std::ranges::all_of(name,
                                                              [](char c) {
                                                                  return (c >= 'a' && c <= 'z') ||
                                                                         (c >= 'A' && c <= 'Z') ||
                                                                         (c >= '0' && c <= '9') || c == '_';
                                                              });
    if (!is_word || !std::ranges::all_of(*payload, is_scalar_or_flat))
        return "invalid_metadata_schema";
    return payload->dump().size() > most_metadata ? "metadata_too_large" : "";
}

void cut(std::string& text)
{
    if (text.size() <= truncated_past)
        return;
    std::size_t end = truncated_past;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    text.resize(end);
}

}  // namespace

void name_blocks(Ground& ground, Json& blocks)
{
    if (!blocks.is_array())
        return;
    const auto name = [&](Json& thing, const char* key)
    {
        if (thing.value(key, "").empty())
            thing[key] = ground.id("", 5);
    };
    for (Json& block : blocks)
    {
        name(block, "block_id");
        if (block.at("type") == "actions")
            for (Json& element : block.at("elements"))
                name(element, "action_id");
        if (block.at("type") == "input")
            name(block.at("element"), "action_id");
        if (block.contains("accessory") && block.at("accessory").at("type") != "image")
            name(block.at("accessory"), "action_id");
    }
}

Content read_content(Ground& ground, const Args& args)
{
    Content content;
    content.text = args.text("text");
    content.has_text = args.has("text");
    content.blocks = args.structure("blocks");
    content.metadata = args.structure("metadata");
    const Json attachments = args.structure("attachments");
    const std::string markdown = args.text("markdown_text");

    if (content.blocks.is_discarded() || (!content.blocks.is_null() && !content.blocks.is_array()))
    {
        content.error = "invalid_blocks_format";
        content.blocks = nullptr;
        return content;
    }
    if (!markdown.empty())
    {
        if (!content.text.empty() || !content.blocks.is_null())
            content.error = "markdown_text_conflict";
        else if (utf16_length(markdown) > 12'000)
            content.error = "msg_too_long";
        content.text = markdown;
        content.has_text = true;
    }
    if (content.blocks.is_array())
    {
        content.problems = block_problems(content.blocks, Surface::message);
        if (!content.problems.empty())
            content.error = "invalid_blocks";
        else
            name_blocks(ground, content.blocks);
    }
    if (content.error.empty() && attachments.is_array() && attachments.size() > most_attachments)
        content.error = "too_many_attachments";
    const bool has_blocks = content.blocks.is_array() && !content.blocks.empty();
    const bool has_attachments = attachments.is_array() && !attachments.empty();
    if (content.error.empty() && content.text.empty() && !has_blocks && !has_attachments)
        content.error = "no_text";
    if (content.error.empty() && !content.metadata.is_null())
        content.error = metadata_error(content.metadata);
    cut(content.text);
    return content;
}

Json failure(std::string_view error)
{
    return {{"ok", false}, {"error", error}};
}

Json refusal(const Content& content)
{
    Json answer = failure(content.error);
    if (!content.problems.empty())
    {
        answer["errors"] = content.problems;
        for (const std::string& problem : content.problems)
            answer["response_metadata"]["messages"].push_back("[ERROR] " + problem);
    }
    return answer;
}

}  // namespace slack_sim
