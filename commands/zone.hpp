// Local wall time and UTC, by the system's time zone database. The only place where local time is made.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch
{

using LocalMillis = std::chrono::local_time<std::chrono::milliseconds>;

/// Whether the system knows a zone of that name ("America/New_York").
bool is_zone(std::string_view name);

/// Wall time in `zone`; UTC where the zone is not known.
LocalMillis to_local(UtcMillis t, std::string_view zone);

/// What `zone` is called at `t`: "EDT", "CET"; "UTC+03" where it has no letters of its own. "UTC" where the zone is not
/// known.
std::string zone_name(UtcMillis t, std::string_view zone);

/// The instant of a wall time. A skipped hour gives the first valid instant after it, a repeated hour its first
/// occurrence (product section 4). UTC where the zone is not known.
UtcMillis to_utc(LocalMillis local, std::string_view zone);

/// The first instant later than `after` at which it is `time` on `day` in `zone`.
UtcMillis next_weekday(UtcMillis after, std::chrono::weekday day, std::chrono::minutes time, std::string_view zone);

}  // namespace hotwatch
