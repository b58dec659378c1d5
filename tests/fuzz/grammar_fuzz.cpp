// Everything that reads or cuts what people type: whatever goes in, what comes out is safe to keep and to show.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/oncall/when.hpp"
#include "commands/text_limits.hpp"

namespace
{
using namespace hotwatch;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Valid UTF-8, without controls (line breaks and tabs aside) and without what turns or hides text.
void require_safe(std::string_view text)
{
    require(
        nlohmann::json::accept(nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const auto c = static_cast<unsigned char>(text[i]);
        require(c >= 0x20 || c == '\n' || c == '\t');
        require(c != 0x7F);
        const std::size_t length = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
        require(length != 0 && i + length <= text.size());
        for (std::size_t k = 1; k < length; ++k)
            require(is_continuation(text[i + k]));
        const auto point = text.substr(i, length);
        require(!(point >= "\xE2\x80\x8B" && point <= "\xE2\x80\x8F"));  // zero width, marks
        require(!(point >= "\xE2\x80\xAA" && point <= "\xE2\x80\xAE"));  // embeddings, overrides
        require(!(point >= "\xE2\x81\xA0" && point <= "\xE2\x81\xAF"));  // isolates
        require(!(point >= "\xC2\x80" && point <= "\xC2\x9F"));          // C1 controls
        require(!(point >= "\xED\xA0\x80" && point <= "\xED\xBF\xBF"));  // surrogates
        i += length - 1;
    }
}

void read_as_command(std::string_view text)
{
    for (const std::string_view command : {"incident", "oncall", "hotwatch", ""})
    {
        const auto words = parse_command(command, text);
        require_safe(words.rest);
        for (const auto& arg : words.args)
            require_safe(arg);
        for (const auto& [name, value] : words.flags)
        {
            require_safe(name);
            require_safe(value);
        }
    }
}

void read_as_values(std::string_view text)
{
    const UtcMillis now{std::chrono::milliseconds{1'760'454'000'000}};
    for (const std::string_view zone : {"America/New_York", "Australia/Lord_Howe"})
    {
        const auto next = parse_time(text, zone, now);
        const auto past = parse_time(text, zone, now, Nearest::past);
        require(next.has_value() == past.has_value());
        require(!next || oncall::moment(text, zone, now).has_value());
        (void)oncall::moment_after(now, text, zone, now);
    }
    if (const auto length = parse_duration(text))
        require(*length > std::chrono::seconds{0} && *length <= std::chrono::hours{24 * 366});
    if (const auto id = parse_incident_id(text))
        require(*id >= 0);
    (void)parse_severity(text);
    (void)parse_user(text);
    (void)parse_channel(text);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    read_as_command(text);
    read_as_values(text);
    require_safe(mention_phrase(text).text);

    const auto safe = clean(text, size % 2 == 0);
    require_safe(safe);
    const auto escaped = blocks::escape(safe);
    require(escaped.find_first_of("<>") == std::string::npos);
    for (const std::size_t most : {std::size_t{0}, std::size_t{1}, std::size_t{7}, size / 2, size})
    {
        const auto kept = blocks::cut(escaped, most);
        require(utf16_units(kept) <= most);
        require_safe(kept);
    }
    return 0;
}
