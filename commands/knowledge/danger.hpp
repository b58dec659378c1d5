// Which commands of a runbook can break something, and what. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace hotwatch::knowledge
{

struct Danger
{
    bool is_destructive = false;  // false: it can be undone, or only interrupts
    std::string_view what;        // "deletes data": ends a sentence that begins "this command"
    friend bool operator==(const Danger&, const Danger&) = default;
};

/// The worst that a shell or SQL text may do, as far as its words tell; nullopt: nothing known. Comments do not count.
std::optional<Danger> danger_of(std::string_view command);

}  // namespace hotwatch::knowledge
