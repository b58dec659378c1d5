// Moments and lengths as people say them about duty: "on fri at 9am", "18:00 fri", "in 2h". Pure.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "commands/grammar.hpp"

namespace hotwatch::oncall
{

/// What parse_time reads, and besides: "on" and "at" between the words, the hour before the day, "in 2h", "2h ago", and
/// "last fri 09:00" for the latest one. nullopt: no moment.
std::optional<UtcMillis> moment(std::string_view text, std::string_view zone, UtcMillis now);

/// The end of a period that begins at `start`: as `moment`, but a bare hour or weekday is the first after `start`.
/// Today and tomorrow are still counted from `now`.
std::optional<UtcMillis> moment_after(UtcMillis start, std::string_view text, std::string_view zone, UtcMillis now);

/// The words with a blank between them.
std::string joined(std::span<const std::string> words);

/// How many of the first words are a moment: the longest beginning for which `reads` is true. 0: none.
template <typename Reads>
std::size_t longest_moment(std::span<const std::string> words, const Reads& reads)
{
    constexpr std::size_t most_words = 6;  // "on fri 24 at 9 am" has no more
    for (auto count = std::min(words.size(), most_words); count > 0; --count)
        if (reads(joined(words.first(count))))
            return count;
    return 0;
}

}  // namespace hotwatch::oncall
