// Dates as rotations write them: "Oct 13-19", "Oct 27-Nov 2", "13-19 October 2025", "2025-10-13 to 2025-10-19".
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace hotwatch::plan
{

struct WrittenDate
{
    std::optional<std::chrono::year> year;
    std::chrono::month month{};
    std::chrono::day day{};
};

struct WrittenDates
{
    WrittenDate first;
    std::optional<WrittenDate> last;  // none: a single date was written
    std::size_t begin = 0;            // where the first one starts, in bytes
};

/// The first one or two dates of `text`. nullopt: none. Whether a day exists in its month is for the reader to check.
std::optional<WrittenDates> dates_in(std::string_view text);

/// "mon", "Monday" and the like.
std::optional<std::chrono::weekday> weekday_named(std::string_view word);

}  // namespace hotwatch::plan
