// What was asked, by whom and where; the same shape for slash command, mention, direct message, button, form and shell.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/records.hpp"

namespace hotwatch
{

enum class Origin
{
    slash,
    mention,
    direct_message,
    button,
    form,
    shell
};

/// "slash", "mention", "dm", "button", "modal", "shell": for timeline and audit.
std::string_view origin_name(Origin origin);

/// Words as typed, after the command's name was taken off. Made by parse_command in grammar.hpp.
struct Words
{
    std::string command;  // "incident", "oncall", …: canonical, without slash
    std::string verb;     // canonical: "declare" also for open, new, create
    std::string
        rest;  // everything after the verb, flags taken out, white space trimmed; safe valid UTF-8, entities decoded
    std::vector<std::string> args;             // `rest` split into words, quotes honoured
    std::map<std::string, std::string> flags;  // --name=value and name:value, for flags that the verb knows
};

struct Request
{
    Origin origin = Origin::slash;
    UserId user;
    std::string zone;         // the asker's IANA zone, or the team's
    bool is_console = false;  // `ask` without --as: admin rights
    std::string unix_user;    // who typed it at a shell, whoever it was done as; "" elsewhere
    ChannelId channel;
    std::string thread_ts;   // the thread it was said in; "" none (always for slash)
    std::string message_ts;  // the message it was said in or pressed on; "" none
    Words words;
    std::map<std::string, std::string> fields;  // a form's values by block_id; empty unless origin is form
    std::int64_t version = 0;                   // of the incident when the button was drawn; 0 unknown
    bool can_open_modal = false;                // a trigger_id came along
};

}  // namespace hotwatch
