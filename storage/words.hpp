// Enums as the words that stand in the tables: read by people with a SQLite shell, safe against reordering.
#pragma once

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "storage/database.hpp"
#include "storage/incidents.hpp"
#include "storage/knowledge.hpp"
#include "storage/records.hpp"
#include "storage/schedules.hpp"

namespace hotwatch
{

/// The words of an enum, in the order of its values.
template <class Enum, std::size_t Count>
struct Words
{
    std::array<std::string_view, Count> words;

    [[nodiscard]] constexpr std::string_view of(Enum value) const { return words.at(static_cast<std::size_t>(value)); }

    /// Throws StoreBroken: the column holds a word that this binary does not know.
    [[nodiscard]] Enum value(std::string_view word) const
    {
        for (std::size_t i = 0; i < Count; ++i)
            if (words[i] == word)
                return static_cast<Enum>(i);
        throw StoreBroken{
            fmt::format("the store holds the unknown word '{}' where '{}' or the like is expected", word, words[0])};
    }
};

inline constexpr Words<IncidentState, 7> incident_states{
    {"open", "acknowledged", "mitigated", "resolved", "closed", "cancelled", "merged"}};
inline constexpr Words<IncidentRole, 4> incident_roles{{"commander", "communications", "scribe", "responder"}};
inline constexpr Words<TimerKind, 2> timer_kinds{{"update_reminder", "close_incident"}};
inline constexpr Words<EntryKind, 3> entry_kinds{{"faq", "runbook", "article"}};
inline constexpr Words<CallKind, 3> call_kinds{{"repeatable", "look_up", "once"}};
inline constexpr Words<SendClass, 6> send_classes{{"page", "acknowledgement", "clock", "reminder", "card", "digest"}};
inline constexpr Words<CallState, 5> call_states{{"pending", "sending", "sent", "unknown", "parked"}};
inline constexpr Words<Take, 4> takes{{"nothing", "thread_ts", "message_ts", "channel"}};
inline constexpr Words<Role, 3> roles{{"primary", "backup", "manager"}};

}  // namespace hotwatch
