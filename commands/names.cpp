// The command that a name stands for.
#include <algorithm>

#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

namespace
{
/// The canonical name for a word without slash, "" none. A name that the configuration gives wins over our own.
std::string_view canonical_of(std::string_view name, const Policy& policy)
{
    for (const auto& [command, shown] : policy.commands)
        if (lowered(trimmed(shown, "/ ")) == name)
            return command;
    if (name == "svc")  // the fifth command's registered name unless told otherwise (product section 3)
        return "status";
    const auto found = std::ranges::find(commands(), name, &Command::name);
    return found == commands().end() || name == "hotwatch" ? std::string_view{} : found->name;
}
}  // namespace

Named command_name(std::string_view slash, std::string_view text, const Policy& policy)
{
    text = trimmed(text);
    auto name = lowered(slash);
    if (name.starts_with('/'))
        name.erase(0, 1);
    if (const auto command = canonical_of(name, policy); !command.empty())
        return {std::string{command}, std::string{text}};
    if (name != "hotwatch")
    {
        const auto line = std::string{slash} + " " + std::string{text};
        return {{}, std::string{trimmed(line)}};
    }
    const auto end = std::min(text.find_first_of(blanks), text.size());
    auto inner = lowered(text.substr(0, end));
    if (inner.starts_with('/'))
        inner.erase(0, 1);
    if (const auto command = canonical_of(inner, policy); !command.empty())
        return {std::string{command}, std::string{trimmed(text.substr(end))}};
    return {"hotwatch", std::string{text}};
}

}  // namespace hotwatch
