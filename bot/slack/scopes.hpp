// What the Slack app needs: scopes each with its reason, events, shortcuts. The manifest, the README's table and
// `check` are all made from here.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotwatch::slack
{

struct Scope
{
    std::string_view name;
    std::string_view reason;  // what breaks without it, as a phrase; Markdown
};

/// Of the bot token, in alphabetical order.
std::span<const Scope> scopes();

struct EventWanted
{
    std::string_view name;
    std::string_view scope;  // without which Slack does not send it; "" needs none
};

/// In alphabetical order.
std::span<const EventWanted> events();

struct ShortcutOffered
{
    std::string_view name;
    std::string_view type;  // "global", or "message"
    std::string_view callback_id;
    std::string_view description;
};

std::span<const ShortcutOffered> shortcuts();

/// The scopes of our table that are not among `granted` (the X-Oauth-Scopes header: names with commas between).
std::vector<Scope> missing_scopes(std::string_view granted);

/// The table of scopes in Markdown, as the README shows it.
std::string scope_table();

}  // namespace hotwatch::slack
