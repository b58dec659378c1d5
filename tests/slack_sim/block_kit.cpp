// Blocks: which there are, and what each may hold (platform section 15.1).
#include "block_kit.hpp"

#include <fmt/format.h>

namespace slack_sim
{

std::string Place::pointer() const
{
    const std::string above = up_ == nullptr ? "" : up_->pointer();
    return is_index_ ? fmt::format("{}/{}", above, index_) : fmt::format("{}/{}", above, key_);
}

std::size_t utf16_length(std::string_view text)
{
    std::size_t units = 0;
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        // A continuation byte adds nothing; a four-byte sequence is a surrogate pair.
        units += (byte & 0xC0U) == 0x80U ? 0U : (byte >= 0xF0U ? 2U : 1U);
    }
    return units;
}

void BlockCheck::add(std::string problem, const Place& at)
{
    problems_.push_back(fmt::format("{} [json-pointer:{}]", problem, at.pointer()));
}

bool BlockCheck::required(const Json& object, std::string_view key, const Place& at)
{
    if (const auto field = object.find(key); field != object.end() && !field->is_null())
        return true;
    add(fmt::format("missing required field: {}", key), at);
    return false;
}

void BlockCheck::only(const Json& object, std::initializer_list<std::string_view> allowed, const Place& at)
{
    for (const auto& [key, value] : object.items())
        if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
            add(fmt::format("invalid additional property: {}", key), at);
}

bool BlockCheck::string_field(const Json& object, std::string_view key, const Place& at, std::size_t least,
                              std::size_t most, bool is_required)
{
    const auto field = object.find(key);
    if (field == object.end() || field->is_null())
    {
        if (is_required)
            add(fmt::format("missing required field: {}", key), at);
        return false;
    }
    const Place here{at, key};
    if (!field->is_string())
    {
        add("must provide a string", here);
        return false;
    }
    const std::size_t length = utf16_length(field->get_ref<const std::string&>());
    if (length < least)
        add(fmt::format("must be more than {} characters", least - 1), here);
    if (length > most)
        add(fmt::format("must be less than {} characters", most + 1), here);
    return length >= least && length <= most;
}

void BlockCheck::text_object(const Json& text, const Place& at, Kind kind, std::size_t most)
{
    if (!text.is_object())
        return add("must provide an object", at);
    const auto type = text.find("type");
    if (type == text.end())
        return add("missing required field: type", at);
    if (*type == "plain_text")
        only(text, {"type", "text", "emoji"}, at);
    else if (*type == "mrkdwn" && kind == Kind::any)
        only(text, {"type", "text", "verbatim"}, at);
    else
        return add("failed to match all allowed schemas", at);
    string_field(text, "text", at, 1, most, true);
}

void BlockCheck::unique(std::set<std::string, std::less<>>& seen, const Json& object, std::string_view key,
                        const Place& at)
{
    if (!string_field(object, key, at, 0, 255))
        return;
    const std::string& value = object.at(std::string{key}).get_ref<const std::string&>();
    if (!value.empty() && !seen.insert(value).second)
        add(fmt::format("`{}` {} already exists", key, value), Place{at, key});
}

void BlockCheck::blocks(const Json& blocks, const Place& at)
{
    if (!blocks.is_array())
        return add("must provide an array", at);
    const std::size_t most = surface_ == Surface::message ? 50 : 100;
    if (blocks.size() > most)
        return add(fmt::format("no more than {} items allowed", most), at);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        block(blocks[i], Place{at, i});
}

void BlockCheck::block(const Json& block, const Place& at)
{
    if (!block.is_object())
        return add("must provide an object", at);
    const auto field = block.find("type");
    if (field == block.end() || !field->is_string())
        return add("missing required field: type", at);
    unique(block_ids_, block, "block_id", at);
    const std::string& type = field->get_ref<const std::string&>();
    if (type == "section")
        section(block, at);
    else if (type == "header")
    {
        only(block, {"type", "block_id", "text"}, at);
        if (required(block, "text", at))
            text_object(block.at("text"), Place{at, "text"}, Kind::plain, 150);
    }
    else if (type == "divider")
        only(block, {"type", "block_id"}, at);
    else if (type == "context")
        context(block, at);
    else if (type == "actions")
        actions(block, at);
    else if (type == "image")
        image(block, at, false);
    else if (type == "input")
        input(block, at);
    else if (type == "rich_text")
        rich_text(block, at);
    else if (type == "markdown" && surface_ == Surface::message)
        markdown(block, at);
    else if (type == "table" && surface_ == Surface::message)
        table(block, at);
    else
        add("unsupported type: " + type, Place{at, "type"});
}

void BlockCheck::section(const Json& block, const Place& at)
{
    only(block, {"type", "block_id", "text", "fields", "accessory", "expand"}, at);
    const bool has_text = block.contains("text"), has_fields = block.contains("fields");
    if (!has_text && !has_fields)
        return add("missing required field: text", at);
    if (has_text)
        text_object(block.at("text"), Place{at, "text"}, Kind::any, 3000);
    if (has_fields)
    {
        const Place here{at, "fields"};
        const Json& fields = block.at("fields");
        if (!fields.is_array() || fields.empty())
            add("must provide an array with at least 1 item", here);
        else if (fields.size() > 10)
            add("no more than 10 items allowed", here);
        else
            for (std::size_t i = 0; i < fields.size(); ++i)
                text_object(fields[i], Place{here, i}, Kind::any, 2000);
    }
    if (block.contains("accessory"))
        element(block.at("accessory"), Place{at, "accessory"}, Spot::accessory);
}

void BlockCheck::context(const Json& block, const Place& at)
{
    only(block, {"type", "block_id", "elements"}, at);
    if (!required(block, "elements", at))
        return;
    const Json& elements = block.at("elements");
    const Place here{at, "elements"};
    if (!elements.is_array() || elements.empty())
        return add("must provide an array with at least 1 item", here);
    if (elements.size() > 10)
        return add("no more than 10 items allowed", here);
    for (std::size_t i = 0; i < elements.size(); ++i)
    {
        if (elements[i].is_object() && elements[i].value("type", Json{}) == "image")
            image(elements[i], Place{here, i}, true);
        else
            text_object(elements[i], Place{here, i}, Kind::any, 3000);
    }
}

void BlockCheck::actions(const Json& block, const Place& at)
{
    only(block, {"type", "block_id", "elements"}, at);
    if (!required(block, "elements", at))
        return;
    const Json& elements = block.at("elements");
    const Place here{at, "elements"};
    if (!elements.is_array() || elements.empty())
        return add("must provide an array with at least 1 item", here);
    if (elements.size() > 25)
        return add("no more than 25 items allowed", here);
    for (std::size_t i = 0; i < elements.size(); ++i)
        element(elements[i], Place{here, i}, Spot::actions);
}

void BlockCheck::image(const Json& block, const Place& at, bool is_element)
{
    only(block,
         is_element ? std::initializer_list<std::string_view>{"type", "image_url", "alt_text", "slack_file"}
                    : std::initializer_list<std::string_view>{"type", "block_id", "image_url", "alt_text", "title",
                                                              "slack_file"},
         at);
    if (!block.contains("slack_file"))
        string_field(block, "image_url", at, 1, 3000, true);
    string_field(block, "alt_text", at, 1, 2000, true);
    if (!is_element && block.contains("title"))
        text_object(block.at("title"), Place{at, "title"}, Kind::plain, 2000);
}

void BlockCheck::input(const Json& block, const Place& at)
{
    has_input_ = true;
    only(block, {"type", "block_id", "label", "hint", "element", "optional", "dispatch_action"}, at);
    if (required(block, "label", at))
        text_object(block.at("label"), Place{at, "label"}, Kind::plain, 2000);
    if (block.contains("hint"))
        text_object(block.at("hint"), Place{at, "hint"}, Kind::plain, 2000);
    if (required(block, "element", at))
        element(block.at("element"), Place{at, "element"}, Spot::input);
}

void BlockCheck::rich_text(const Json& block, const Place& at)
{
    only(block, {"type", "block_id", "elements", "border", "indent", "offset", "style"}, at);
    if (!required(block, "elements", at))
        return;
    const Json& elements = block.at("elements");
    const Place here{at, "elements"};
    if (!elements.is_array())
        return add("must provide an array", here);
    for (std::size_t i = 0; i < elements.size(); ++i)
    {
        const Json type = elements[i].is_object() ? elements[i].value("type", Json{}) : Json{};
        if (type != "rich_text_section" && type != "rich_text_list" && type != "rich_text_preformatted" &&
            type != "rich_text_quote")
            add("failed to match all allowed schemas", Place{here, i});
        else if (!elements[i].contains("elements") || !elements[i].at("elements").is_array())
            add("missing required field: elements", Place{here, i});
    }
}

void BlockCheck::markdown(const Json& block, const Place& at)
{
    only(block, {"type", "block_id", "text"}, at);
    if (!string_field(block, "text", at, 1, 12'000, true))
        return;
    markdown_length_ += utf16_length(block.at("text").get_ref<const std::string&>());
    if (markdown_length_ > 12'000)
        add("must be less than 12001 characters", Place{at, "text"});
}

void BlockCheck::table(const Json& block, const Place& at)
{
    only(block, {"type", "block_id", "rows", "column_settings"}, at);
    if (!required(block, "rows", at))
        return;
    const Json& rows = block.at("rows");
    const Place here{at, "rows"};
    if (!rows.is_array() || rows.empty())
        return add("must provide an array with at least 1 item", here);
    if (rows.size() > 100)
        return add("no more than 100 items allowed", here);
    for (std::size_t r = 0; r < rows.size(); ++r)
    {
        const Place row{here, r};
        if (!rows[r].is_array())
            add("must provide an array", row);
        else if (rows[r].size() > 20)
            add("no more than 20 items allowed", row);
        else
            for (std::size_t c = 0; c < rows[r].size(); ++c)
            {
                const Json& cell = rows[r][c];
                const Json type = cell.is_object() ? cell.value("type", Json{}) : Json{};
                if (type == "raw_text" && cell.contains("text") && cell.at("text").is_string())
                    table_length_ += utf16_length(cell.at("text").get_ref<const std::string&>());
                else if (type != "rich_text")
                    add("failed to match all allowed schemas", Place{row, c});
            }
    }
    if (table_length_ > 10'000)
        add("must be less than 10001 characters", here);
}

std::vector<std::string> block_problems(const Json& blocks, Surface surface)
{
    BlockCheck check{surface};
    check.blocks(blocks, Place{"blocks"});
    return check.take();
}

}  // namespace slack_sim
