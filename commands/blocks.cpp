#include "commands/blocks.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "commands/text_limits.hpp"

namespace hotwatch::blocks
{

namespace
{
using nlohmann::json;

// Platform section 15.1.
constexpr std::size_t section_text = 3'000;
constexpr std::size_t header_text = 150;
constexpr std::size_t button_label = 75;
constexpr std::size_t confirm_title = 100;
constexpr std::size_t confirm_text = 300;
constexpr std::size_t confirm_answer = 30;
constexpr std::size_t message_text = 4'000;  // hard in chat.update
constexpr std::size_t message_blocks = 50;
constexpr std::size_t view_blocks = 100;
constexpr std::size_t view_title = 24;
constexpr std::size_t placeholder_text = 150;
constexpr std::size_t hint_text = 2'000;
constexpr std::size_t option_text = 75;
constexpr std::size_t most_buttons = 25;
constexpr std::size_t most_options = 100;
constexpr std::size_t identifier = 255;

json plain(std::string_view text, std::size_t most)
{
    return {{"type", "plain_text"}, {"text", cut(text.empty() ? " " : text, most)}, {"emoji", true}};
}

json mrkdwn(std::string_view text)
{
    return {{"type", "mrkdwn"}, {"text", cut(text.empty() ? " " : text, section_text)}};
}
}  // namespace

json section(std::string text)
{
    return {{"type", "section"}, {"text", mrkdwn(text)}};
}

json header(std::string_view text)
{
    return {{"type", "header"}, {"text", plain(text, header_text)}};
}

json context(std::string text)
{
    return {{"type", "context"}, {"elements", json::array({mrkdwn(text)})}};
}

json divider()
{
    return {{"type", "divider"}};
}

json actions(const std::vector<Button>& buttons)
{
    json elements = json::array();
    for (const auto& button : buttons)
    {
        if (elements.size() == most_buttons)
            break;
        json element{{"type", "button"},
                     {"text", plain(button.label, button_label)},
                     {"action_id", cut(button.action_id, identifier)}};
        if (!button.value.empty())
            element["value"] = cut(button.value, longest_value);
        if (button.style != Button::Style::plain)
            element["style"] = button.style == Button::Style::primary ? "primary" : "danger";
        if (!button.spoken.empty())
            element["accessibility_label"] = cut(button.spoken, button_label);
        if (!button.asks.empty())
            element["confirm"] = {
                {"title", plain(button.asks_title.empty() ? button.label : button.asks_title, confirm_title)},
                {"text", plain(button.asks, confirm_text)},
                {"confirm", plain(button.label, confirm_answer)},
                {"deny", plain(button.refuses, confirm_answer)}};
        elements.push_back(std::move(element));
    }
    return {{"type", "actions"}, {"elements", std::move(elements)}};
}

Message message(std::string text, const json& blocks)
{
    json kept = blocks;
    if (kept.is_array() && kept.size() > message_blocks)
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(message_blocks), kept.end());
    return {.text = cut(text, message_text),
            .blocks = kept.empty() ? std::string{} : kept.dump(-1, ' ', false, json::error_handler_t::replace)};
}

json input(const TextField& field)
{
    json element{{"type", "plain_text_input"},
                 {"action_id", cut(field.block_id, identifier)},  // unique in the view (platform section 15.1)
                 {"multiline", field.multiline},
                 {"max_length", field.max_length}};
    if (!field.value.empty())
        element["initial_value"] = cut(field.value, static_cast<std::size_t>(field.max_length));
    if (!field.placeholder.empty())
        element["placeholder"] = plain(field.placeholder, placeholder_text);
    json block{{"type", "input"},
               {"block_id", field.block_id},
               {"label", plain(field.label, hint_text)},
               {"optional", field.optional},
               {"element", std::move(element)}};
    if (!field.hint.empty())
        block["hint"] = plain(field.hint, hint_text);
    return block;
}

json select(std::string block_id, std::string label, const std::vector<Choice>& choices, std::string_view chosen)
{
    json options = json::array();
    json initial;
    for (const auto& choice : choices)
    {
        if (options.size() == most_options)
            break;
        json option{{"text", plain(choice.text, option_text)}, {"value", cut(choice.value, option_text)}};
        if (choice.value == chosen)
            initial = option;
        options.push_back(std::move(option));
    }
    json element{{"type", "static_select"}, {"action_id", cut(block_id, identifier)}, {"options", std::move(options)}};
    if (!initial.is_null())
        element["initial_option"] = std::move(initial);
    return {{"type", "input"},
            {"block_id", std::move(block_id)},
            {"label", plain(label, hint_text)},
            {"element", std::move(element)}};
}

json user_select(std::string block_id, std::string label, const UserId& chosen)
{
    json element{{"type", "users_select"}, {"action_id", cut(block_id, identifier)}};
    if (!chosen.empty())
        element["initial_user"] = chosen.value;
    return {{"type", "input"},
            {"block_id", std::move(block_id)},
            {"label", plain(label, hint_text)},
            {"element", std::move(element)}};
}

json view(std::string_view callback_id, std::string_view title, std::string_view submit,
          std::string_view private_metadata, const json& blocks, std::string_view close)
{
    json kept = blocks;
    if (kept.size() > view_blocks)
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(view_blocks), kept.end());
    return {{"type", "modal"},
            {"callback_id", callback_id},
            {"title", plain(title, view_title)},
            {"submit", plain(submit, view_title)},
            {"close", plain(close, view_title)},
            {"private_metadata", private_metadata},
            {"blocks", std::move(kept)}};
}

std::string utc(UtcMillis t)
{
    return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::chrono::system_clock::to_time_t(t)));
}

std::string date(UtcMillis t)
{
    return fmt::format("<!date^{}^{{date_short_pretty}} at {{time}}|{}>",
                       std::chrono::floor<seconds>(t).time_since_epoch().count(), utc(t));
}

std::string time_of_day(UtcMillis t)
{
    return fmt::format("<!date^{}^{{time}}|{:%H:%M} UTC>", std::chrono::floor<seconds>(t).time_since_epoch().count(),
                       fmt::gmtime(std::chrono::system_clock::to_time_t(t)));
}

std::string duration(milliseconds length)
{
    const auto total = std::max<std::int64_t>(0, std::chrono::floor<seconds>(length).count());
    const auto days = total / 86'400;
    const auto hours = total / 3'600 % 24;
    const auto minutes = total / 60 % 60;
    const auto two =
        [](std::int64_t large, std::string_view large_unit, std::int64_t small, std::string_view small_unit)
    {
        return small == 0 ? fmt::format("{} {}", large, large_unit)
                          : fmt::format("{} {} {} {}", large, large_unit, small, small_unit);
    };
    if (days > 0)
        return two(days, days == 1 ? "day" : "days", hours, "h");
    if (hours > 0)
        return two(hours, "h", minutes, "min");
    return minutes > 0 ? two(minutes, "min", total % 60, "s") : fmt::format("{} s", total);
}

std::string counted(std::int64_t count, std::string_view what)
{
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string severity(Severity severity)
{
    constexpr std::array names{"🛑 P0 critical", "🔶 P1 high", "🟦 P2 medium", "⚪ P3 low"};
    return names.at(static_cast<std::size_t>(severity));
}

std::string mention(const UserId& user)
{
    constexpr std::string_view console = "console:";
    if (user.value.starts_with(console))
        return escape(user.value.substr(console.size())) + " (shell)";
    return fmt::format("<@{}>", user.value);
}

}  // namespace hotwatch::blocks
