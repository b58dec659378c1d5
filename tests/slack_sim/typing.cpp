// What Slack's client makes of the characters a person types (platform sections 8 and 15.2).
#include "typing.hpp"

#include <fmt/format.h>

namespace slack_sim
{

namespace
{

bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
}

std::string_view leading_name(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() && is_name_char(text[length]))
        ++length;
    while (length > 0 && text[length - 1] == '.')
        --length;  // the end of a sentence
    return text.substr(0, length);
}

std::string user_mark(const User& user, Escapes escapes)
{
    return escapes == Escapes::command ? fmt::format("<@{}|{}>", user.id, user.name) : fmt::format("<@{}>", user.id);
}

/// The mark for what `text` begins with, and how much of it that takes up; 0 where it is plain.
std::pair<std::string, std::size_t> mark(Workspace& workspace, std::string_view text, Escapes escapes)
{
    const std::string_view name = leading_name(text.substr(1));
    if (text.front() == '@' && !name.empty())
    {
        if (const User* user = workspace.user(name); user != nullptr && user->name == name)
            return {user_mark(*user, escapes), name.size() + 1};
        if (const Group* group = workspace.group(name); group != nullptr && group->handle == name)
            return {fmt::format("<!subteam^{}|@{}>", group->id, group->handle), name.size() + 1};
        if (name == "here" || name == "channel" || name == "everyone")
            return {fmt::format("<!{}>", name), name.size() + 1};
    }
    if (text.front() == '#' && !name.empty())
        if (const Channel* channel = workspace.channel_named(name))
            return {fmt::format("<#{}|{}>", channel->id, channel->kind == Channel::Kind::open ? channel->name : ""),
                    name.size() + 1};
    if (text.starts_with("https://") || text.starts_with("http://"))
    {
        std::string_view address = text.substr(0, text.find_first_of(" \t\n<>"));
        std::string encoded;
        for (const char c : address)
            encoded += c == '&' ? std::string{"&amp;"} : std::string(1, c);
        return {fmt::format("<{}>", encoded), address.size()};
    }
    return {"", 0};
}

}  // namespace

std::string encode_typed(Workspace& workspace, std::string_view typed, Escapes escapes)
{
    std::string encoded;
    encoded.reserve(typed.size() + 16);
    bool is_word_start = true;
    while (!typed.empty())
    {
        const char c = typed.front();
        const bool may_begin_mark = c == '@' || c == '#' || c == 'h';
        if (may_begin_mark && is_word_start)
            if (const auto [text, length] = mark(workspace, typed, escapes); length > 0)
            {
                encoded += text;
                typed.remove_prefix(length);
                is_word_start = false;
                continue;
            }
        if (c == '&')
            encoded += "&amp;";
        else if (c == '<')
            encoded += "&lt;";
        else if (c == '>')
            encoded += "&gt;";
        else
            encoded += c;
        is_word_start = !is_name_char(c) && c != '@' && c != '#' && c != '/';
        typed.remove_prefix(1);
    }
    return encoded;
}

}  // namespace slack_sim
