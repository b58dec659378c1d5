// From what Slack sent to what was asked: one Request for slash command, mention, direct message, click, form and
// shortcut.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/event.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// The action of buttons whose value is a whole command line; several of one message are told apart by what follows
/// '#'.
inline constexpr std::string_view run_line = "hotwatch.run";

struct Asked
{
    Request request;
    ReplyPath path;
    std::string trigger_id;
    std::vector<slack::FieldLabel> labels{};  // of the form that was filled in
};

/// Where an answer to it can go; empty where nobody waits for one.
ReplyPath path_of(const slack::Content& content);

/// Where a word can go that nobody but the asker sees. Not into a thread that nobody has answered in yet: Slack shows
/// nothing of it there (platform 14, chat.postEphemeral).
ReplyPath private_path_of(const slack::Content& content);

/// The workspace that the asker belongs to; "" where Slack did not say.
std::string home_of(const slack::Content& content);

/// nullopt: nothing that a handler should hear of (edits, other bots, messages in rooms, changes of profiles, …).
std::optional<Asked> asked_by(const slack::Content& content, Book& book);

/// The same for a line from the shell. `problem` says why where nullopt.
std::optional<Asked> asked_by(const LineAsked& line, Book& book, std::string& problem);

}  // namespace hotwatch
