#include "bot/slack/contents.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/slack/profile.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;

const json& member(const json& from, std::string_view name)
{
    static const json nothing;
    if (!from.is_object())
        return nothing;
    const auto found = from.find(name);
    return found == from.end() ? nothing : *found;
}

std::string first_of(std::string one, std::string other)
{
    return one.empty() ? std::move(other) : std::move(one);
}

/// An id given plainly or, as channel_rename does, as an object that holds it.
std::string id_of(const json& value)
{
    return value.is_string() ? value.get<std::string>() : text_at(value, "/id");
}

void append(std::string& list, std::string item)
{
    if (item.empty())
        return;
    if (!list.empty())
        list += ',';
    list += item;
}

/// What an element holds, whatever its kind: typed text, the chosen option's value, ids; several joined by commas.
std::string chosen(const json& element)
{
    constexpr std::array<std::string_view, 8> plain{
        "/value",         "/selected_user", "/selected_channel",      "/selected_conversation",
        "/selected_date", "/selected_time", "/selected_option/value", "/selected_date_time"};
    for (const auto pointer : plain)
        if (std::string text = text_at(element, pointer); !text.empty())
            return text;
    if (const json& instant = member(element, "selected_date_time"); instant.is_number_integer())
        return instant.dump();
    std::string list;
    for (const std::string_view name :
         {"selected_users", "selected_channels", "selected_conversations", "selected_options"})
        if (const json& items = member(element, name); items.is_array())
            for (const json& item : items)
                append(list, item.is_string() ? item.get<std::string>() : text_at(item, "/value"));
    return list;
}

Message message_from(const json& event, std::string event_id, std::string type)
{
    Message message;
    message.event_id = std::move(event_id);
    message.event_type = std::move(type);
    message.subtype = text_at(event, "/subtype");
    message.bot_id = text_at(event, "/bot_id");
    message.user = UserId{text_at(event, "/user")};
    message.channel = ChannelId{text_at(event, "/channel")};
    message.channel_type = text_at(event, "/channel_type");
    message.team = first_of(text_at(event, "/user_team"), text_at(event, "/team"));
    message.text = text_at(event, "/text");
    message.ts = text_at(event, "/ts");
    message.thread_ts = text_at(event, "/thread_ts");
    return message;
}

bool is_about_channels(std::string_view type)
{
    constexpr std::array<std::string_view, 13> known{
        "channel_rename", "channel_archive",       "channel_unarchive",  "channel_deleted", "channel_id_changed",
        "group_rename",   "group_archive",         "group_unarchive",    "group_deleted",   "channel_left",
        "group_left",     "member_joined_channel", "member_left_channel"};
    return std::ranges::find(known, type) != known.end();
}

/// "1790000009.000100" to the millisecond; zero where it is none.
UtcMillis time_of_ts(std::string_view ts)
{
    std::int64_t whole = 0;
    const auto* const end = ts.data() + ts.size();
    const auto [point, error] = std::from_chars(ts.data(), ts.data() + ts.size(), whole);
    constexpr std::int64_t last = 253'402'300'799;  // of the year 9999
    if (error != std::errc{} || whole < 0 || whole > last)
        return {};
    int thousandths = 0;
    if (end - point >= 4 && *point == '.')
        (void)std::from_chars(point + 1, point + 4, thousandths);
    return UtcMillis{seconds{whole} + milliseconds{std::max(thousandths, 0)}};
}

/// The envelope's own time is in whole seconds: too coarse for two events of one second.
UtcMillis time_of(const json& payload)
{
    if (const auto at = time_of_ts(text_at(payload, "/event/event_ts")); at != UtcMillis{})
        return at;
    const json& at = member(payload, "event_time");
    return at.is_number_integer() ? time_of_ts(at.dump()) : UtcMillis{};
}

Content channel_from(const json& event, std::string event_id, std::string type, UtcMillis happened)
{
    ChannelChanged changed;
    changed.happened = happened;
    changed.event_id = std::move(event_id);
    changed.channel = ChannelId{id_of(member(event, "channel"))};
    changed.name = text_at(event, "/channel/name");
    changed.user = UserId{text_at(event, "/user")};
    if (type == "channel_id_changed")
    {
        changed.old_channel = ChannelId{text_at(event, "/old_channel_id")};
        changed.channel = ChannelId{text_at(event, "/new_channel_id")};
    }
    changed.event_type = std::move(type);
    return changed;
}

Content click_from(const json& payload)
{
    static const json none;
    const json& actions = member(payload, "actions");
    const json& action = actions.is_array() && !actions.empty() ? actions.front() : none;
    Click click;
    click.user = UserId{text_at(payload, "/user/id")};
    click.team = first_of(text_at(payload, "/user/team_id"), text_at(payload, "/team/id"));
    click.channel = ChannelId{first_of(text_at(payload, "/channel/id"), text_at(payload, "/container/channel_id"))};
    click.message_ts = first_of(text_at(payload, "/container/message_ts"), text_at(payload, "/message/ts"));
    click.thread_ts = first_of(text_at(payload, "/container/thread_ts"), text_at(payload, "/message/thread_ts"));
    click.is_ephemeral = truth_at(payload, "/container/is_ephemeral");
    click.action_id = text_at(action, "/action_id");
    click.block_id = text_at(action, "/block_id");
    click.value = chosen(action);
    click.action_ts = text_at(action, "/action_ts");
    click.view_id = first_of(text_at(payload, "/container/view_id"), text_at(payload, "/view/id"));
    click.trigger_id = text_at(payload, "/trigger_id");
    click.response_url = text_at(payload, "/response_url");
    return click;
}

Content submission_from(const json& payload)
{
    Submission submission;
    submission.user = UserId{text_at(payload, "/user/id")};
    submission.team = first_of(text_at(payload, "/user/team_id"), text_at(payload, "/team/id"));
    submission.callback_id = text_at(payload, "/view/callback_id");
    submission.private_metadata = text_at(payload, "/view/private_metadata");
    submission.view_id = text_at(payload, "/view/id");
    submission.view_hash = text_at(payload, "/view/hash");
    submission.trigger_id = text_at(payload, "/trigger_id");
    const json& values = member(member(member(payload, "view"), "state"), "values");
    if (values.is_object())
        for (const auto& [block, elements] : values.items())
            submission.values[block] =
                elements.is_object() && !elements.empty() ? chosen(*elements.begin()) : std::string{};
    return submission;
}

Content shortcut_from(const json& payload)
{
    Shortcut shortcut;
    shortcut.user = UserId{text_at(payload, "/user/id")};
    shortcut.team = first_of(text_at(payload, "/user/team_id"), text_at(payload, "/team/id"));
    shortcut.callback_id = text_at(payload, "/callback_id");
    shortcut.trigger_id = text_at(payload, "/trigger_id");
    shortcut.response_url = text_at(payload, "/response_url");
    shortcut.channel = ChannelId{text_at(payload, "/channel/id")};
    shortcut.message_ts = first_of(text_at(payload, "/message_ts"), text_at(payload, "/message/ts"));
    shortcut.message_text = text_at(payload, "/message/text");
    return shortcut;
}
}  // namespace

Content slash_command_from(const json& payload)
{
    SlashCommand command;
    command.command = text_at(payload, "/command");
    command.text = decode_entities(text_at(payload, "/text"));
    command.user = UserId{text_at(payload, "/user_id")};
    command.user_name = text_at(payload, "/user_name");
    command.channel = ChannelId{text_at(payload, "/channel_id")};
    command.team = text_at(payload, "/team_id");
    command.trigger_id = text_at(payload, "/trigger_id");
    command.response_url = text_at(payload, "/response_url");
    return command;
}

Content event_from(const json& payload)
{
    constexpr std::string_view rate_limited = "app_rate_limited";  // the one wrapper without an inner event
    if (text_at(payload, "/type") == rate_limited)
        return Trouble{.event_id = {}, .what = std::string{rate_limited}};
    const json& event = member(payload, "event");
    std::string event_id = text_at(payload, "/event_id");
    std::string type = text_at(event, "/type");
    if (type == "app_mention" || type == "message")
    {
        auto message = message_from(event, std::move(event_id), std::move(type));
        const json& sent_to = member(payload, "authorizations");
        if (sent_to.is_array() && !sent_to.empty() && truth_at(sent_to.front(), "/is_bot"))
            message.bot_user = UserId{text_at(sent_to.front(), "/user_id")};
        return message;
    }
    if (is_about_channels(type))
        return channel_from(event, std::move(event_id), std::move(type), time_of(payload));
    if (type == "user_change" || type == "team_join")
        return ProfileChanged{std::move(event_id), person_from(member(event, "user"), text_at(payload, "/team_id")),
                              time_of(payload)};
    if (type == "tokens_revoked" || type == "app_uninstalled" || type == rate_limited)
        return Trouble{std::move(event_id), std::move(type)};
    return Other{std::move(event_id), std::move(type)};
}

Content interaction_from(const json& payload)
{
    std::string type = text_at(payload, "/type");
    if (type == "block_actions")
        return click_from(payload);
    if (type == "view_submission")
        return submission_from(payload);
    if (type == "shortcut" || type == "message_action")
        return shortcut_from(payload);
    return Other{.event_id = {}, .type = std::move(type)};
}

std::vector<FieldLabel> labels_in(const json& blocks)
{
    std::vector<FieldLabel> labels;
    if (blocks.is_array())
        for (const json& block : blocks)
            if (auto label = text_at(block, "/label/text"); !label.empty())
                labels.push_back({text_at(block, "/block_id"), decode_entities(label)});
    return labels;
}

std::string team_of(const json& payload)
{
    return first_of(first_of(text_at(payload, "/team_id"), text_at(payload, "/team/id")),
                    text_at(payload, "/user/team_id"));
}

}  // namespace hotwatch::slack
