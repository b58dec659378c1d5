#include "bot/slack/scopes.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

namespace hotwatch::slack
{

namespace
{
constexpr std::array scope_list{
    Scope{"app_mentions:read", "`@hotwatch …`"},
    Scope{"channels:history", "looking up its own post in a public channel when Slack's answer to it was lost"},
    Scope{"channels:join", "joining the configured public channels"},
    Scope{"channels:read", "which public channel a configured name is; renames and archiving"},
    Scope{"chat:write", "cards, news, reminders"},
    Scope{"chat:write.public", "the first post into a public channel that it has not joined yet"},
    Scope{"commands", "the slash commands and the shortcut"},
    Scope{"groups:history", "looking up its own post in a private channel that it was invited to"},
    Scope{"groups:read", "which private channel a configured name is"},
    Scope{"im:history", "commands in a DM; looking up its own DM"},
    Scope{"im:write", "DMs: pages, and answers that fit nowhere else"},
    Scope{"users:read", "names, time zones, who is a guest"},
};

constexpr std::array event_list{
    EventWanted{"app_mention", "app_mentions:read"},
    EventWanted{"app_uninstalled", ""},
    EventWanted{"channel_archive", "channels:read"},
    EventWanted{"channel_deleted", "channels:read"},
    EventWanted{"channel_id_changed", "channels:read"},
    EventWanted{"channel_rename", "channels:read"},
    EventWanted{"channel_unarchive", "channels:read"},
    EventWanted{"group_archive", "groups:read"},
    EventWanted{"group_deleted", "groups:read"},
    EventWanted{"group_rename", "groups:read"},
    EventWanted{"group_unarchive", "groups:read"},
    EventWanted{"member_joined_channel", "channels:read"},
    EventWanted{"member_left_channel", "channels:read"},
    EventWanted{"message.im", "im:history"},
    EventWanted{"team_join", "users:read"},
    EventWanted{"tokens_revoked", ""},
    EventWanted{"user_change", "users:read"},
};

constexpr std::array shortcut_list{
    ShortcutOffered{"Declare incident", "global", "declare_incident", "Open the form that declares an incident"},
};
}  // namespace

std::span<const Scope> scopes()
{
    return scope_list;
}

std::span<const EventWanted> events()
{
    return event_list;
}

std::span<const ShortcutOffered> shortcuts()
{
    return shortcut_list;
}

std::vector<Scope> missing_scopes(std::string_view granted)
{
    std::set<std::string_view> held;
    while (!granted.empty())
    {
        const auto end = std::min(granted.find_first_of(", "), granted.size());
        held.insert(granted.substr(0, end));
        granted.remove_prefix(std::min(end + 1, granted.size()));
    }
    std::vector<Scope> missing;
    for (const auto& scope : scope_list)
        if (!held.contains(scope.name))
            missing.push_back(scope);
    return missing;
}

std::string scope_table()
{
    std::string table = "| scope | what for |\n|---|---|\n";
    for (const auto& scope : scope_list)
        table += fmt::format("| `{}` | {} |\n", scope.name, scope.reason);
    return table;
}

}  // namespace hotwatch::slack
