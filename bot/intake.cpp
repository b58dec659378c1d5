#include "bot/intake.hpp"

#include <fmt/format.h>

#include "commands/grammar.hpp"

namespace hotwatch
{

namespace
{
/// The asker's own zone once their profile is known, the team's until then.
std::string zone_of(const UserId& user, Book& book)
{
    const auto person = book.people.find(user);
    return person && !person->zone.empty() ? person->zone : book.policy().team_zone;
}

ReplyPath path_to(const slack::SlashCommand& command)
{
    return {.user = command.user, .channel = command.channel, .thread_ts = {}, .response_url = command.response_url};
}

/// A mention is answered in its thread; a direct message where it was said.
ReplyPath path_to(const slack::Message& message)
{
    const bool is_direct = message.event_type == "message" && message.channel_type == "im";
    const auto& thread = message.thread_ts.empty() && !is_direct ? message.ts : message.thread_ts;
    return {.user = message.user, .channel = message.channel, .thread_ts = thread, .response_url = {}};
}

ReplyPath path_to(const slack::Click& click)
{
    return {
        .user = click.user, .channel = click.channel, .thread_ts = click.thread_ts, .response_url = click.response_url};
}

ReplyPath path_to(const slack::Submission& submission)
{
    return {.user = submission.user, .channel = {}, .thread_ts = {}, .response_url = {}};
}

ReplyPath path_to(const slack::Shortcut& shortcut)
{
    return {.user = shortcut.user, .channel = shortcut.channel, .thread_ts = {}, .response_url = shortcut.response_url};
}

template <typename T>
ReplyPath path_to(const T&)
{
    return {};
}

Words words_of(const Named& named)
{
    return parse_command(named.command.empty() ? "hotwatch" : named.command, named.text);
}

std::optional<Asked> from(const slack::SlashCommand& command, Book& book)
{
    const Named named = command_name(command.command, command.text, book.policy());
    Request request{.origin = Origin::slash, .user = command.user, .channel = command.channel};
    request.words = words_of(named);
    request.can_open_modal = !command.trigger_id.empty();
    return Asked{std::move(request), path_to(command), command.trigger_id};
}

/// The text without the bot's own mention, wherever it stands.
std::string without_mention(std::string text, const std::string& bot_user)
{
    const std::string open = "<@" + bot_user;
    for (auto start = text.find(open); !bot_user.empty() && start != std::string::npos; start = text.find(open))
    {
        const auto end = text.find('>', start);
        text.erase(start, end == std::string::npos ? std::string::npos : end - start + 1);
    }
    return text;
}

std::optional<Asked> from(const slack::Message& message, Book& book)
{
    std::string bot_user = book.notes.get("bot_user_id");
    if (bot_user.empty())  // at the first start, until auth.test is answered
        bot_user = message.bot_user.value;
    const bool is_direct = message.event_type == "message" && message.channel_type == "im";
    const bool is_mention = message.event_type == "app_mention";
    if (!(is_direct || is_mention) || !message.subtype.empty() || !message.bot_id.empty() || message.user.empty() ||
        message.user.value == bot_user)
        return std::nullopt;

    const Named named = mention_phrase(slack::decode_entities(without_mention(message.text, bot_user)), book.policy());
    Request request{.origin = is_direct ? Origin::direct_message : Origin::mention,
                    .user = message.user,
                    .channel = message.channel,
                    .thread_ts = message.thread_ts,
                    .message_ts = message.ts};
    request.words = words_of(named);
    return Asked{std::move(request), path_to(message), {}};
}

/// "12.3" is incident 12 as of version 3; "12" has no version; anything else names nothing.
void name_incident(Request& request, std::string_view value)
{
    const auto dot = value.find('.');
    const auto id = parse_incident_id(value.substr(0, dot));
    if (!id || *id == 0)
        return;
    request.words.rest = fmt::format("INC-{}", *id);
    request.words.args = {request.words.rest};
    if (dot != std::string_view::npos)
        request.version = parse_incident_id(value.substr(dot + 1)).value_or(0);
}

/// "incident.ack": the command and verb that a button or form stands for. What follows '#' only tells several buttons
/// of one message apart.
Words words_of_action(std::string_view action_id)
{
    action_id = action_id.substr(0, action_id.find('#'));
    const auto dot = action_id.find('.');
    Words words;
    words.command = std::string{action_id.substr(0, dot)};
    if (dot != std::string_view::npos)
        words.verb = std::string{action_id.substr(dot + 1)};
    return words;
}

std::optional<Asked> from(const slack::Click& click, Book& book)
{
    Request request{.origin = Origin::button,
                    .user = click.user,
                    .channel = click.channel,
                    .thread_ts = click.thread_ts,
                    .message_ts = click.message_ts};
    request.can_open_modal = !click.trigger_id.empty();
    if (click.action_id.substr(0, click.action_id.find('#')) == run_line)
    {
        // The value is a command line that was proposed to whoever pressed; it is parsed and checked as if they had
        // typed it.
        const auto space = click.value.find(' ');
        const std::string name = click.value.substr(0, space);
        const std::string text = space == std::string::npos ? "" : click.value.substr(space + 1);
        request.words = words_of(command_name("/" + name, text, book.policy()));
    }
    else
    {
        request.words = words_of_action(click.action_id);
        name_incident(request, click.value);
    }
    return Asked{std::move(request), path_to(click), click.trigger_id};
}

std::optional<Asked> from(const slack::Submission& submission, Book&)
{
    Request request{.origin = Origin::form, .user = submission.user};
    request.words = words_of_action(submission.callback_id);
    request.fields = submission.values;
    name_incident(request, submission.private_metadata);
    return Asked{std::move(request), path_to(submission), {}, submission.labels};
}

std::optional<Asked> from(const slack::Shortcut& shortcut, Book&)
{
    if (shortcut.callback_id != "declare_incident")
        return std::nullopt;
    Request request{.origin = Origin::button, .user = shortcut.user, .channel = shortcut.channel};
    request.words = words_of_action("incident.declare");
    request.can_open_modal = true;
    return Asked{std::move(request), path_to(shortcut), shortcut.trigger_id};
}

template <typename T>
std::optional<Asked> from(const T&, Book&)
{
    return std::nullopt;
}
}  // namespace

ReplyPath path_of(const slack::Content& content)
{
    return std::visit([](const auto& part) { return path_to(part); }, content);
}

ReplyPath private_path_of(const slack::Content& content)
{
    auto path = path_of(content);
    if (const auto* message = std::get_if<slack::Message>(&content))
        path.thread_ts = message->thread_ts;
    return path;
}

std::string home_of(const slack::Content& content)
{
    const auto team = [](const auto& part) -> std::string
    {
        if constexpr (requires { part.team; })
            return part.team;
        return {};
    };
    return std::visit(team, content);
}

std::optional<Asked> asked_by(const slack::Content& content, Book& book)
{
    auto asked = std::visit([&book](const auto& part) { return from(part, book); }, content);
    if (asked)
        asked->request.zone = zone_of(asked->request.user, book);
    return asked;
}

std::optional<Asked> asked_by(const LineAsked& line, Book& book, std::string& problem)
{
    Request request{.origin = Origin::shell};
    request.unix_user = line.unix_user;
    if (line.as.empty())
    {
        request.user = UserId{"console:" + line.unix_user};
        request.is_console = true;
    }
    else if (const auto user = parse_user(line.as))
        request.user = *user;
    else
    {
        const auto people = book.people.named(line.as.starts_with('@') ? line.as.substr(1) : line.as);
        if (people.size() != 1)
        {
            problem =
                fmt::format("--as {}: {}. Give a Slack user id (U…) or a name exactly as Slack shows it.", line.as,
                            people.empty() ? "nobody of that name is known" : "several people have that name");
            return std::nullopt;
        }
        request.user = people.front().id;
    }
    if (!line.in.empty())
    {
        const auto channel = book.people.channel_named(line.in);
        const auto id = channel ? std::optional{channel->id} : parse_channel(line.in);
        if (!id)
        {
            problem = fmt::format("--in {}: no channel of that name is known. Give a channel's id (C…) or its name "
                                  "exactly as Slack shows it.",
                                  line.in);
            return std::nullopt;
        }
        request.channel = *id;
    }
    // "/incident list" and "incident list" alike.
    const std::string text = line.line.starts_with('/') ? line.line.substr(1) : line.line;
    const auto space = text.find(' ');
    request.words = words_of(command_name("/" + text.substr(0, space),
                                          space == std::string::npos ? "" : text.substr(space + 1), book.policy()));
    request.zone = zone_of(request.user, book);
    ReplyPath path{.user = request.user, .channel = request.channel};
    return Asked{std::move(request), std::move(path), {}};
}

}  // namespace hotwatch
