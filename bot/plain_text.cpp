#include "bot/plain_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "bot/slack/profile.hpp"

namespace hotwatch
{

namespace
{
using nlohmann::json;

/// "hotwatch.run" carries a whole command; "incident.ack#2" is one of several, its value "12.3" names the incident.
std::string command_of(const json& button)
{
    const auto action = slack::text_at(button, "/action_id");
    const auto value = slack::text_at(button, "/value");
    if (action.starts_with("hotwatch.run"))
        return "/" + value;
    const auto choice = action.find('#');
    const auto dot = action.find('.');
    if (choice == std::string::npos || dot > choice || !action.starts_with("incident."))
        return {};
    return fmt::format("/{} {} INC-{}", action.substr(0, dot), action.substr(dot + 1, choice - dot - 1),
                       value.substr(0, value.find('.')));
}

struct BlockReader
{
    const Reading& reading;
    std::string text;

    void line(std::string_view words)
    {
        if (!text.empty())
            text += '\n';
        text += words;
    }

    [[nodiscard]] std::string words(const json& object) const
    {
        auto raw = slack::text_at(object, "/text");
        return slack::text_at(object, "/type") == "mrkdwn" ? plain_mrkdwn(raw, reading) : raw;
    }

    [[nodiscard]] std::string joined(const json& block, const char* name, std::string_view between) const
    {
        std::string all;
        if (const auto list = block.find(name); list != block.end() && list->is_array())
            for (const auto& one : *list)
                if (auto text_of_one = words(one); !text_of_one.empty())
                    all += (all.empty() ? "" : std::string{between}) + text_of_one;
        return all;
    }

    /// Nobody presses a button in a shell: what it proposes, or is one choice of several for, can be typed.
    void buttons(const json& block)
    {
        if (const auto list = block.find("elements"); list != block.end() && list->is_array())
            for (const auto& button : *list)
                if (auto typed = command_of(button); !typed.empty())
                {
                    if (reading.typed)
                        typed = reading.typed(typed);
                    const auto label = slack::text_at(button, "/text/text");
                    line(label.find(typed) == std::string::npos ? fmt::format("{}: {}", label, typed) : label);
                }
    }

    /// Code and lists line by line, as they would be typed and read.
    void rich(const json& given, std::string_view before = "")
    {
        const auto list = given.find("elements");
        if (list == given.end() || !list->is_array())
            return;
        std::string own;
        int number = given.value("offset", 0);
        const bool is_numbered = slack::text_at(given, "/style") == "ordered";
        for (const auto& part : *list)
        {
            const auto type = slack::text_at(part, "/type");
            if (type == "text" || type == "link")
                own += slack::text_at(part, "/text");
            else if (slack::text_at(given, "/type") == "rich_text_list")
                rich(part, is_numbered ? fmt::format("{}. ", ++number) : "• ");
            else
                rich(part, type == "rich_text_quote" ? "> " : "");
        }
        if (!own.empty())
            line(fmt::format("{}{}", before, own));
    }

    void block(const json& given)
    {
        const auto type = slack::text_at(given, "/type");
        if (type == "rich_text")
            return rich(given);
        if (type == "divider")
            return line("");
        if (type == "actions")
            return buttons(given);
        if (type == "context")
            return line(joined(given, "elements", " "));
        if (const auto own = given.find("text"); own != given.end())
            line(words(*own));
        if (auto fields = joined(given, "fields", "\n"); !fields.empty())
            line(fields);
    }
};
}  // namespace

std::string plain_text(const Message& message, const Reading& reading)
{
    const json blocks = json::parse(message.blocks, nullptr, false);
    if (!blocks.is_array() || blocks.empty())
        return plain_mrkdwn(message.text, reading);
    BlockReader reader{.reading = reading, .text = {}};
    for (const auto& block : blocks)
        reader.block(block);
    return reader.text;
}

}  // namespace hotwatch
