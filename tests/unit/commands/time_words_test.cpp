// parse_time: moments as people write them.
#include <gtest/gtest.h>

#include "commands/grammar.hpp"
#include "commands/zone.hpp"

namespace hotwatch
{
namespace
{
using namespace std::chrono;

constexpr std::string_view new_york = "America/New_York";

UtcMillis utc(unsigned m, unsigned d, int hour, int minute = 0, int second = 0)
{
    return sys_days{2025y / month{m} / day{d}} + hours{hour} + minutes{minute} + seconds{second};
}

const UtcMillis now = utc(10, 14, 16);  // Tuesday, 12:00 in New York

std::optional<UtcMillis> read(std::string_view text, Nearest nearest = Nearest::next)
{
    return parse_time(text, new_york, now, nearest);
}

TEST(ParseTime, ReadsEveryForm)
{
    const std::pair<const char*, UtcMillis> forms[] = {
        {"now", now},
        {"NOW", now},
        {"+90m", now + 90min},
        {"-15m", now - 15min},
        {"18:00", utc(10, 14, 22)},
        {"6pm", utc(10, 14, 22)},
        {"6:30pm", utc(10, 14, 22, 30)},
        {"12am", utc(10, 15, 4)},
        {"12pm", utc(10, 15, 16)},  // noon is now, so it is tomorrow's
        {"9:00", utc(10, 15, 13)},
        {"fri 09:00", utc(10, 17, 13)},
        {"Friday 9am", utc(10, 17, 13)},
        {"fri", utc(10, 17, 4)},
        {"tue 09:00", utc(10, 21, 13)},
        {"tue 13:00", utc(10, 14, 17)},
        {"today 09:00", utc(10, 14, 13)},
        {"tomorrow 09:00", utc(10, 15, 13)},
        {"tomorrow", utc(10, 15, 4)},
        {"yesterday 23:00", utc(10, 14, 3)},
        {"2025-11-24", utc(11, 24, 5)},
        {"2025-11-24 18:00", utc(11, 24, 23)},
        {"2025-11-24T18:00", utc(11, 24, 23)},
        {"2025-11-24 6pm", utc(11, 24, 23)},
        {"2025-11-24T18:00:30Z", utc(11, 24, 18, 0, 30)},
        {"2025-11-24T18:00:30.123Z", utc(11, 24, 18, 0, 30)},
        {"2025-11-24T18:00+02:00", utc(11, 24, 16)},
        {"2025-11-24 18:00 -0530", utc(11, 24, 23, 30)},
        {"2025-11-24 18:00 UTC", utc(11, 24, 18)},
    };
    for (const auto& [text, expected] : forms)
        EXPECT_EQ(read(text), expected) << text;
}

TEST(ParseTime, RefusesWhatIsNone)
{
    for (const auto* text : {"",
                             " ",
                             "soon",
                             "9",
                             "25:00",
                             "24:00",
                             "12:60",
                             "9:5",
                             "13pm",
                             "0am",
                             "2025-02-30",
                             "2025-13-01",
                             "1969-12-31",
                             "2025-11-24 25:00",
                             "fri 9",
                             "mo 09:00",
                             "+",
                             "+5",
                             "+0m",
                             "18:00 fri",
                             "2025-11-24T18:00+15:00",
                             "2025-11-24T18:00+02:60",
                             "now now",
                             "18:00 x",
                             "99999999999999:00"})
        EXPECT_EQ(read(text), std::nullopt) << text;
}

TEST(ParseTime, LooksBackWhereAsked)
{
    EXPECT_EQ(read("02:50", Nearest::past), utc(10, 14, 6, 50));
    EXPECT_EQ(read("12:00", Nearest::past), now);
    EXPECT_EQ(read("18:00", Nearest::past), utc(10, 13, 22));
    EXPECT_EQ(read("fri 09:00", Nearest::past), utc(10, 10, 13));
    EXPECT_EQ(read("tue 09:00", Nearest::past), utc(10, 14, 13));
    EXPECT_EQ(read("tue 13:00", Nearest::past), utc(10, 7, 17));
}

/// The hour's first instant on the wall's day `days_on`, by searching each minute; a skipped one gives the change
/// itself.
UtcMillis by_search(UtcMillis from, local_days day, minutes of_day, std::string_view zone)
{
    for (auto t = from - 72h;; t += 1min)
        if (to_local(t, zone) >= LocalMillis{day.time_since_epoch() + of_day})
            return t;
}

TEST(ParseTime, MeetsTheNextSuchHourOverEveryClockChange)
{
    const std::pair<const char*, UtcMillis> changes[] = {
        {"America/New_York", utc(3, 9, 7)},     {"America/New_York", utc(11, 2, 6)},
        {"Europe/Berlin", utc(3, 30, 1)},       {"Europe/Berlin", utc(10, 26, 1)},
        {"Australia/Lord_Howe", utc(4, 5, 15)}, {"Australia/Lord_Howe", utc(10, 4, 15, 30)},
    };
    for (const auto& [zone, change] : changes)
        for (const auto& [text, of_day] :
             {std::pair{"01:45", 105min}, std::pair{"02:15", 135min}, std::pair{"02:30", 150min}})
        {
            std::vector<UtcMillis> moments;
            const auto today = floor<days>(to_local(change, zone));
            for (int step = -2; step <= 3; ++step)
                moments.push_back(by_search(change + days{step}, today + days{step}, of_day, zone));
            for (auto t = change - 26h; t < change + 26h; t += 7min)
            {
                const auto later = std::ranges::upper_bound(moments, t);
                ASSERT_EQ(parse_time(text, zone, t), *later)
                    << zone << ' ' << text << ' ' << t.time_since_epoch().count();
                ASSERT_EQ(parse_time(text, zone, t, Nearest::past), *std::prev(later)) << zone << ' ' << text;
            }
        }
}

}  // namespace
}  // namespace hotwatch
