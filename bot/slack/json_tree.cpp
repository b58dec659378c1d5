#include "bot/slack/json_tree.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;

/// Takes nlohmann's parse events; the parser behind them keeps its own stack on the heap, so depth cannot hurt it.
class Builder
{
  public:
    explicit Builder(const JsonLimits& limits) : limits_(limits) {}

    bool null() { return put(nullptr); }
    bool boolean(bool value) { return put(value); }
    bool number_integer(std::int64_t value) { return put(value); }
    bool number_unsigned(std::uint64_t value) { return put(value); }
    bool number_float(double value, const std::string&) { return put(value); }
    bool string(std::string& value) { return put(std::move(value)); }
    bool binary(json::binary_t&) { return false; }
    bool start_object(std::size_t) { return open(json::value_t::object); }
    bool start_array(std::size_t) { return open(json::value_t::array); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t, const std::string&, const json::exception&) { return false; }

    bool key(std::string& name)
    {
        if (skipped_ > 0)
            return true;
        if (static_cast<int>(open_.size()) <= limits_.unread_within && std::ranges::count(limits_.unread, name) > 0)
            skips_next_ = true;
        else
            member_ = &(*open_.back())[std::move(name)];
        return true;
    }

    JsonTree take(bool is_complete) { return {std::move(root_), is_complete, is_too_deep_}; }

  private:
    bool put(json value)
    {
        if (skipped_ == 0 && !std::exchange(skips_next_, false))
            place(std::move(value));
        return true;
    }

    json* place(json value)
    {
        if (open_.empty())
            return &(root_ = std::move(value));
        if (open_.back()->is_array())
            return &open_.back()->emplace_back(std::move(value));
        return &(*member_ = std::move(value));
    }

    bool open(json::value_t type)
    {
        if (skipped_ > 0 || std::exchange(skips_next_, false))
            ++skipped_;
        else if (static_cast<int>(open_.size()) >= limits_.depth)
        {
            is_too_deep_ = true;
            ++skipped_;
        }
        else
            open_.push_back(place(type));
        return true;
    }

    bool close()
    {
        if (skipped_ > 0)
            --skipped_;
        else
            open_.pop_back();
        return true;
    }

    const JsonLimits& limits_;
    json root_;
    std::vector<json*> open_;  // from the outermost in; a container does not grow while one within it is open
    json* member_ = nullptr;   // where the next value of the innermost object goes
    std::size_t skipped_ = 0;  // open containers that are left out
    bool skips_next_ = false;
    bool is_too_deep_ = false;
};

JsonTree build(std::string_view text, const JsonLimits& limits)
{
    Builder builder{limits};
    const bool is_complete = json::sax_parse(text, &builder);
    return builder.take(is_complete);
}

bool is_continuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Bytes of the valid UTF-8 sequence at the front of `text`, 0 where there is none (Unicode standard, table 3-7).
std::size_t sequence_at_front(std::string_view text)
{
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if (!is_continuation(text[i]))
            return 0;
    const bool is_overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
    const bool is_surrogate = lead == 0xED && byte(1) > 0x9F;
    const bool is_beyond_unicode = lead == 0xF4 && byte(1) > 0x8F;
    return is_overlong || is_surrogate || is_beyond_unicode ? 0 : length;
}
}  // namespace

std::string repaired_utf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    while (!text.empty())
    {
        const auto length = sequence_at_front(text);
        out += length > 0 ? text.substr(0, length) : std::string_view{"\xEF\xBF\xBD"};
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

JsonTree read_json(std::string_view text, const JsonLimits& limits)
{
    JsonTree tree = build(text, limits);
    if (tree.is_complete)
        return tree;
    // Looked at only after a failure: nearly every text is valid.
    if (const std::string repaired = repaired_utf8(text); repaired != text)
        return build(repaired, limits);
    return tree;
}

}  // namespace hotwatch::slack
