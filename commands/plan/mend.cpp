#include "commands/plan/mend.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace hotwatch::plan
{

namespace
{
constexpr std::string_view unknown = "\xEF\xBF\xBD";  // U+FFFD

/// What Windows-1252 has from 0x80 to 0x9F; the five that it leaves open stand for themselves.
constexpr std::array<char32_t, 32> windows{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                           0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                           0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                           0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

struct Letter
{
    char32_t code = 0;
    std::size_t size = 0;  // bytes; 0: no UTF-8
};

/// The character at the beginning of `text`, as UTF-8 allows it: shortest form, no surrogates, up to U+10FFFF.
Letter letter_at(std::string_view text)
{
    const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (text.empty() || byte(0) == 0)
        return {};
    if (byte(0) < 0x80)
        return {byte(0), 1};
    const std::size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
    if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size)
        return {};
    auto code = static_cast<char32_t>(byte(0) & (0x7F >> size));
    for (std::size_t i = 1; i < size; ++i)
    {
        if ((byte(i) & 0xC0) != 0x80)
            return {};
        code = (code << 6) | (byte(i) & 0x3F);
    }
    const bool is_short = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    if (is_short || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF)
        return {};
    return {code, size};
}

/// The byte that Windows-1252 shows as this character.
std::optional<char> byte_of(char32_t code)
{
    if (code >= 0xA0 && code <= 0xFF)
        return static_cast<char>(code);
    const auto found = std::ranges::find(windows, code);
    return found == windows.end() ? std::nullopt : std::optional{static_cast<char>(0x80 + (found - windows.begin()))};
}

struct Damage
{
    std::string meant;
    std::size_t size = 0;  // bytes that it takes in the text; 0: there is none
};

/// Characters that are the bytes of one other character. An emoji's variation selector (EF B8 8F) loses its last byte
/// to most programs, so behind a mended character its first two are enough.
Damage damage_at(std::string_view text, bool is_behind_mended)
{
    Damage damage;
    std::size_t wanted = 0;
    while (damage.size < text.size())
    {
        const auto letter = letter_at(text.substr(damage.size));
        const auto byte = letter.size > 1 ? byte_of(letter.code) : std::nullopt;
        if (!byte)
            break;
        const auto value = static_cast<unsigned char>(*byte);
        if (wanted == 0)
        {
            if (value < 0xC2 || value > 0xF4)
                return {};
            wanted = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : 2;
        }
        else if ((value & 0xC0) != 0x80)
            break;
        damage.meant += *byte;
        damage.size += letter.size;
        if (damage.meant.size() == wanted)
            return letter_at(damage.meant).size == wanted ? damage : Damage{};
    }
    if (is_behind_mended && damage.meant == "\xEF\xB8")
        return {"\xEF\xB8\x8F", damage.size};
    return {};
}

class Mender
{
  public:
    explicit Mender(std::string_view text) : left_(text) {}

    Mended mended()
    {
        if (left_.starts_with("\xEF\xBB\xBF"))
            skip(3);
        while (!left_.empty())
            step();
        return std::move(result_);
    }

  private:
    void step()
    {
        if (left_.front() == '\r' || left_.front() == '\n')
            return end_line();
        if (static_cast<unsigned char>(left_.front()) < 0x80 && left_.front() != '\0')
            return copy(1, left_.substr(0, 1));
        const auto letter = letter_at(left_);
        if (letter.size == 0)
            return put({}, 1, unknown);
        if (left_.starts_with(unknown))
            return put({}, unknown.size(), unknown);  // lost before it came here
        const bool is_behind_mended = result_.text.size() == mended_up_to_ && mended_up_to_ > 0;
        if (const auto damage = damage_at(left_, is_behind_mended); damage.size > 0)
        {
            put(std::string{left_.substr(0, damage.size)}, damage.size, damage.meant);
            mended_up_to_ = result_.text.size();
            return;
        }
        copy(letter.size, left_.substr(0, letter.size));
    }

    void end_line()
    {
        const bool is_pair = left_.starts_with("\r\n");
        copy(is_pair ? 2 : 1, "\n");
        ++line_;
        column_ = 1;
    }

    void put(std::string before, std::size_t size, std::string_view after)
    {
        result_.mends.push_back({line_, column_, std::move(before), std::string{after}});
        copy(size, after);
    }

    void copy(std::size_t size, std::string_view after)
    {
        result_.text += after;
        skip(size);
    }

    void skip(std::size_t size)
    {
        left_.remove_prefix(size);
        column_ += static_cast<int>(size);
    }

    std::string_view left_;
    Mended result_;
    std::size_t mended_up_to_ = 0;
    int line_ = 1;
    int column_ = 1;
};
}  // namespace

Mended mend(std::string_view text)
{
    return Mender{text}.mended();
}

}  // namespace hotwatch::plan
