// What Web API methods share: time stamps, channels the bot may know of, pages.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "web_api.hpp"

namespace slack_sim
{

namespace
{

constexpr std::string_view cursor_head = "c2ltOm",
                           cursor_tail = "==";  // looks like Slack's, and needs encoding as theirs

}  // namespace

std::optional<std::int64_t> ts_micros(std::string_view ts)
{
    std::int64_t seconds = 0, micros = 0;
    const char* const end = ts.data() + ts.size();
    auto [point, error] = std::from_chars(ts.data(), end, seconds);
    if (error != std::errc{})
        return std::nullopt;
    if (point == end)
        return seconds * 1'000'000;
    std::string fraction{point, end};
    if (fraction.front() != '.' || fraction.size() > 7)
        return std::nullopt;
    fraction.resize(7, '0');
    const auto [stop, wrong] = std::from_chars(fraction.data() + 1, fraction.data() + 7, micros);
    if (wrong != std::errc{} || stop != fraction.data() + 7)
        return std::nullopt;
    return seconds * 1'000'000 + micros;
}

Channel* channel_for_bot(Slack& slack, const std::string& id)
{
    Channel* const channel = slack.workspace.channel(id);
    if (channel == nullptr)
        return nullptr;
    const bool is_known = channel->kind == Channel::Kind::open ||
                          (slack.is_bot_in(*channel) && (!channel->is_dm() || channel->is_dm_open));
    return is_known ? channel : nullptr;
}

Page page_of(const Args& args, std::size_t total, std::size_t usual, std::size_t most)
{
    Page page;
    const auto limit = args.number("limit");
    if (args.has("limit") && (!limit || *limit < 0 || static_cast<std::size_t>(*limit) > most))
        page.error = "invalid_limit";
    const std::size_t size = limit && *limit > 0 ? static_cast<std::size_t>(*limit) : usual;
    if (const std::string cursor = args.text("cursor"); !cursor.empty())
    {
        const char* const first = cursor.data() + std::min(cursor.size(), cursor_head.size());
        const auto [point, error] = std::from_chars(first, cursor.data() + cursor.size(), page.begin);
        const bool is_ours = cursor.starts_with(cursor_head) && error == std::errc{} &&
                             std::string_view{point, cursor.data() + cursor.size()} == cursor_tail;
        if (!is_ours || page.begin > total)
        {
            page.error = "invalid_cursor";
            page.begin = 0;
        }
    }
    page.end = std::min(total, page.begin + size);
    if (page.end < total)
        page.next = fmt::format("{}{}{}", cursor_head, page.end, cursor_tail);
    return page;
}

}  // namespace slack_sim
