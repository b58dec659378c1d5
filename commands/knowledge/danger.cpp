#include "commands/knowledge/danger.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "commands/letters.hpp"

namespace hotwatch::knowledge
{

namespace
{
struct Rule
{
    std::string_view words;    // one or two words in a row, lower case; what stands between them may be flags
    std::string_view without;  // a word that makes it harmless; "" none
    Danger danger;
};

// The first that fits is told: the worst ones stand first.
constexpr std::array rules{
    Rule{"drop table", "", {true, "deletes data"}},
    Rule{"drop database", "", {true, "deletes data"}},
    Rule{"drop schema", "", {true, "deletes data"}},
    Rule{"drop index", "", {true, "removes an index"}},
    Rule{"drop column", "", {true, "deletes data"}},
    Rule{"dropdb", "", {true, "deletes data"}},
    Rule{"truncate", "", {true, "deletes data"}},
    Rule{"delete from", "", {true, "deletes data"}},
    Rule{"flushall", "", {true, "empties the whole store"}},
    Rule{"flushdb", "", {true, "empties the whole store"}},
    Rule{"update set", "where", {true, "changes every row"}},
    Rule{"pg_terminate_backend", "", {true, "ends connections that others are using"}},
    Rule{"pg_cancel_backend", "", {true, "stops queries that others are running"}},
    Rule{"rm", "", {true, "deletes files"}},
    Rule{"rmdir", "", {true, "deletes files"}},
    Rule{"shred", "", {true, "deletes files"}},
    Rule{"find -delete", "", {true, "deletes files"}},
    Rule{"rsync --delete", "", {true, "deletes files"}},
    Rule{"mkfs", "", {true, "wipes a disk"}},
    Rule{"wipefs", "", {true, "wipes a disk"}},
    Rule{"dd of", "", {true, "overwrites a disk or file"}},
    Rule{"destroy", "", {true, "deletes what it names"}},
    Rule{"delete", "", {true, "deletes what it names"}},
    Rule{"purge", "", {true, "deletes what it names"}},
    Rule{"prune", "", {true, "deletes what it names"}},
    Rule{"unset", "", {true, "removes a setting that may be in use"}},
    Rule{"reset --hard", "", {true, "throws away changes"}},
    Rule{"push --force", "", {true, "overwrites what others pushed"}},
    Rule{"rollback", "", {true, "goes back to an earlier version"}},
    Rule{"rollout undo", "", {true, "goes back to an earlier version"}},
    Rule{"revert", "", {true, "goes back to an earlier version"}},
    Rule{"downgrade", "", {true, "goes back to an earlier version"}},
    Rule{"restore", "", {true, "overwrites what is there now"}},
    Rule{"shutdown", "", {true, "stops a machine"}},
    Rule{"poweroff", "", {true, "stops a machine"}},
    Rule{"halt", "", {true, "stops a machine"}},
    Rule{"killall", "", {true, "ends processes"}},
    Rule{"pkill", "", {true, "ends processes"}},
    Rule{"kill", "", {true, "ends processes"}},
    Rule{"reboot", "", {false, "takes a machine down until it is up again"}},
    Rule{"restart", "", {false, "interrupts the service while it restarts"}},
    Rule{"redeploy", "", {false, "interrupts the service while it restarts"}},
    Rule{"deploy", "", {false, "changes what is running"}},
    Rule{"stop", "", {false, "stops a service"}},
    Rule{"scale", "", {false, "changes what is running"}},
    Rule{"migrate", "", {false, "changes the database"}},
};

constexpr std::size_t longest_looked_at = 20'000;

/// Lower-case words: letters, digits, '_' and inner or leading '-'. Comment lines are left out.
std::vector<std::string> words_of(std::string_view command)
{
    std::vector<std::string> words;
    command = command.substr(0, longest_looked_at);
    while (!command.empty())
    {
        const auto end = std::min(command.find('\n'), command.size());
        const auto line = trimmed(command.substr(0, end));
        command.remove_prefix(std::min(end + 1, command.size()));
        if (line.starts_with('#') || line.starts_with("-- "))
            continue;
        std::string word;
        for (const char raw : std::string{line} + " ")
        {
            const char c = lowered(raw);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')
                word += c;
            else if (!word.empty())
                words.push_back(std::exchange(word, {}));
        }
    }
    return words;
}

bool has(const std::vector<std::string>& words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

/// Both words, the second somewhere after the first.
bool fits(const std::vector<std::string>& words, const Rule& rule)
{
    if (!rule.without.empty() && has(words, rule.without))
        return false;
    const auto space = std::min(rule.words.find(' '), rule.words.size());
    const auto first = std::ranges::find(words, rule.words.substr(0, space));
    if (first == words.end() || space == rule.words.size())
        return first != words.end();
    return std::find(first + 1, words.end(), rule.words.substr(space + 1)) != words.end();
}
}  // namespace

std::optional<Danger> danger_of(std::string_view command)
{
    const auto words = words_of(command);
    const auto found = std::ranges::find_if(rules, [&words](const Rule& rule) { return fits(words, rule); });
    return found == rules.end() ? std::nullopt : std::optional{found->danger};
}

}  // namespace hotwatch::knowledge
