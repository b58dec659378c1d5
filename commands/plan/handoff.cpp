// When a shift passes on, as people write it.
#include "commands/plan/dates.hpp"
#include "commands/plan/read.hpp"

namespace hotwatch
{

std::optional<Handoff> parse_handoff(std::string_view text)
{
    const auto words = plan::trim(text);
    const auto blank = words.find(' ');
    if (blank == std::string::npos)
        return std::nullopt;
    const auto day = plan::weekday_named(std::string_view{words}.substr(0, blank));
    const auto time = plan::trim(std::string_view{words}.substr(blank + 1));
    const auto colon = time.find(':');
    const auto number = [](std::string_view digits, int most) -> std::optional<int>
    {
        if (digits.empty() || digits.size() > 2 || digits.find_first_not_of("0123456789") != std::string_view::npos)
            return std::nullopt;
        const int value = digits.size() == 1 ? digits[0] - '0' : (digits[0] - '0') * 10 + (digits[1] - '0');
        return value <= most ? std::optional{value} : std::nullopt;
    };
    if (!day || colon == std::string::npos)
        return std::nullopt;
    const auto hour = number(std::string_view{time}.substr(0, colon), 23);
    const auto minute = number(std::string_view{time}.substr(colon + 1), 59);
    if (!hour || !minute)
        return std::nullopt;
    return Handoff{*day, std::chrono::hours{*hour} + std::chrono::minutes{*minute}};
}

}  // namespace hotwatch
