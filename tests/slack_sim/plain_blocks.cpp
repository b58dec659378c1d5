// Blocks as lines for a terminal: each kind of block once.
#include <fmt/format.h>

#include <algorithm>

#include "tests/slack_sim/plain_text.hpp"

namespace slack_sim
{

namespace
{
using Json = nlohmann::json;
using Lines = std::vector<std::string>;

struct Reader
{
    const NameOf& name_of;
    const Look& look;
    const Json& errors;
    Lines lines;

    [[nodiscard]] std::string text(const Json& object) const
    {
        if (!object.is_object())
            return "";
        const std::string raw = object.value("text", "");
        return object.value("type", "") == "mrkdwn" ? read_mrkdwn(raw, name_of, look) : raw;
    }

    void add(std::string_view whole, std::string_view before = "")
    {
        for (std::size_t from = 0; from <= whole.size();)
        {
            const auto end = std::min(whole.find('\n', from), whole.size());
            lines.push_back(std::string{before} + std::string{whole.substr(from, end - from)});
            from = end + 1;
        }
    }

    [[nodiscard]] std::string button(std::string_view label) const
    {
        return look.is_coloured ? fmt::format("\033[36m[{}]\033[39m", label) : fmt::format("[{}]", label);
    }

    /// A button, a menu or anything else one can use, in one piece.
    [[nodiscard]] std::string element(const Json& given) const
    {
        const std::string type = given.value("type", "");
        if (type == "button")
            return button(text(given.value("text", Json())));
        if (type == "overflow")
            return button("…");
        if (type == "image")
            return fmt::format("(image: {})", given.value("alt_text", ""));
        if (type == "mrkdwn" || type == "plain_text")
            return text(given);
        std::string chosen = text(given.value("initial_option", Json::object()).value("text", Json()));
        for (const char* initial : {"initial_date", "initial_time", "initial_user", "initial_channel"})
            if (chosen.empty() && given.contains(initial) && given.at(initial).is_string())
                chosen = given.at(initial).get<std::string>();
        if (chosen.empty())
            chosen = text(given.value("placeholder", Json()));
        return button(fmt::format("{}{}▾", chosen, chosen.empty() ? "" : " "));
    }

    void elements(const Json& list, std::string_view between)
    {
        std::string line;
        for (const Json& one : list)
            line += fmt::format("{}{}", line.empty() ? "" : between, element(one));
        add(line);
    }

    void section(const Json& block)
    {
        if (block.contains("text"))
            add(text(block.at("text")));
        if (block.contains("fields"))
            for (const Json& field : block.at("fields"))
            {
                // A field is most often its name, a new line, its value.
                std::string line = text(field);
                std::ranges::replace(line, '\n', ' ');
                add(line);
            }
        if (block.contains("accessory"))
            add(element(block.at("accessory")));
    }

    /// The texts of rich text, in order; a list's items and a quote's lines stand alone.
    void rich(const Json& part, std::string& line)
    {
        const std::string type = part.value("type", "");
        if (type == "text")
            line += part.value("text", "");
        else if (type == "user" || type == "channel" || type == "usergroup")
            line += read_mrkdwn(fmt::format("<{}{}>", type == "channel" ? "#" : "@",
                                            part.value(type == "usergroup" ? "usergroup_id" : type + "_id", "")),
                                name_of, look);
        else if (type == "link")
            line += part.value("text", part.value("url", ""));
        else if (type == "emoji")
            line += fmt::format(":{}:", part.value("name", ""));
        else if (type == "broadcast")
            line += "@" + part.value("range", "");
        for (const Json& inner : part.value("elements", Json::array()))
        {
            std::string own;
            const bool is_item = type == "rich_text_list";
            rich(inner, is_item ? own : line);
            if (is_item)
                add(own, "• ");
            else if (type == "rich_text" && !line.empty())
                add(std::exchange(line, {}), inner.value("type", "") == "rich_text_quote" ? "│ " : "");
        }
    }

    void input(const Json& block)
    {
        const Json& field = block.at("element");
        const std::string label = text(block.value("label", Json()));
        add(emphasised(label, look) + (block.value("optional", false) ? dimmed(" (optional)", look) : ""));
        const std::string type = field.value("type", "");
        if (type == "radio_buttons" || type == "checkboxes")
            for (const Json& option : field.value("options", Json::array()))
                add(fmt::format("{} {}", field.value("initial_option", Json()) == option ? "(•)" : "( )",
                                text(option.at("text"))),
                    "  ");
        else if (type.ends_with("_input"))
        {
            const std::string initial = field.value("initial_value", "");
            const std::string hint = initial.empty() ? text(field.value("placeholder", Json())) : initial;
            add(fmt::format("▏{}", initial.empty() ? dimmed(hint, look) : hint), "  ");
        }
        else
            add(element(field), "  ");
        if (block.contains("hint"))
            add(dimmed(text(block.at("hint")), look), "  ");
        if (const auto id = block.value("block_id", ""); errors.is_object() && errors.contains(id))
            add(fmt::format("! {}", errors.at(id).get<std::string>()), "  ");
    }

    void block(const Json& given)
    {
        const std::string type = given.value("type", "");
        if (type == "header")
            add(emphasised(text(given.at("text")), look));
        else if (type == "section")
            section(given);
        else if (type == "divider")
            add(dimmed("────────", look));
        else if (type == "context")
            elements(given.at("elements"), "  ");
        else if (type == "actions")
            elements(given.at("elements"), " ");
        else if (type == "input")
            input(given);
        else if (type == "rich_text")
        {
            std::string line;
            rich(given, line);
            if (!line.empty())
                add(line);
        }
        else if (type == "markdown")
            add(given.value("text", ""));
        else
            add(fmt::format("({}: {})", type, given.value("alt_text", given.value("title", Json()).dump())));
    }
};
}  // namespace

std::vector<std::string> read_blocks(const nlohmann::json& blocks, const NameOf& name_of, const Look& look,
                                     const nlohmann::json& errors)
{
    Reader reader{name_of, look, errors, {}};
    if (blocks.is_array())
        for (const Json& block : blocks)
            reader.block(block);
    if (!look.is_wrapped)
        return reader.lines;
    Lines lines;
    for (const std::string& line : reader.lines)
        std::ranges::move(wrapped(line, look.width), std::back_inserter(lines));
    return lines;
}

std::vector<std::string> read_message(const ShownMessage& message, const NameOf& name_of, const Look& look)
{
    if (message.blocks.is_array() && !message.blocks.empty())
        return read_blocks(message.blocks, name_of, look);
    const Json section{{"type", "section"}, {"text", {{"type", "mrkdwn"}, {"text", message.text}}}};
    return read_blocks(Json::array({section}), name_of, look);
}

}  // namespace slack_sim
