// Ids, time stamps and small helpers that every part of the simulated Slack shares.
#include "ground.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace slack_sim
{

std::string Ground::next_ts()
{
    constexpr std::int64_t micros_per_second = 1'000'000;
    const std::int64_t now_micros = std::chrono::microseconds{now.time_since_epoch()}.count();
    last_ts_micros_ = std::max(now_micros, last_ts_micros_ + 1);
    return fmt::format("{}.{:06}", last_ts_micros_ / micros_per_second, last_ts_micros_ % micros_per_second);
}

std::string Ground::hex(std::size_t length)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(length, '0');
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < length; ++i, bits >>= 4)
    {
        if (i % 16 == 0)
            bits = dice();
        text[i] = digits[bits & 15];
    }
    return text;
}

std::string Ground::id(std::string_view prefix, std::size_t length)
{
    constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    std::string text{prefix};
    for (std::size_t i = 0; i < length; ++i)
        text += letters[dice() % letters.size()];
    return text;
}

std::string Ground::uuid()
{
    std::string text = hex(36);
    for (const std::size_t dash : {8U, 13U, 18U, 23U})
        text[dash] = '-';
    text[14] = '4';
    return text;
}

std::int64_t Ground::epoch_seconds() const
{
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
}

std::vector<std::string> split_list(std::string_view text)
{
    std::vector<std::string> parts;
    while (true)
    {
        const auto comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        while (!part.empty() && part.front() == ' ')
            part.remove_prefix(1);
        while (!part.empty() && part.back() == ' ')
            part.remove_suffix(1);
        if (!part.empty())
            parts.emplace_back(part);
        if (comma == std::string_view::npos)
            return parts;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace slack_sim
