#include "bot/secrets.hpp"

#include <array>
#include <string_view>

namespace hotwatch
{

namespace
{
constexpr std::size_t shortest_rest = 8;  // "xoxb-" alone is a word of our own manual

struct Start
{
    std::string_view text;
    std::string_view goes_on_with;  // besides letters and digits
};

constexpr std::array starts{Start{"xoxb-", "-"},
                            Start{"xoxp-", "-"},
                            Start{"xoxa-", "-"},
                            Start{"xoxr-", "-"},
                            Start{"xoxs-", "-"},
                            Start{"xoxc-", "-"},
                            Start{"xoxd-", "-%"},
                            Start{"xoxe-", "-"},
                            Start{"xoxe.", "-."},
                            Start{"xapp-", "-"},
                            Start{"xwfp-", "-"},
                            Start{"hooks.slack.com/", "/-_.%?=&"},
                            Start{"hooks.slack-gov.com/", "/-_.%?=&"}};

bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
}  // namespace

std::string without_secrets(std::string text)
{
    constexpr std::string_view instead = "[secret]";
    for (const auto& start : starts)
        for (auto at = text.find(start.text); at != std::string::npos; at = text.find(start.text, at))
        {
            auto end = at + start.text.size();
            while (end < text.size() &&
                   (is_letter_or_digit(text[end]) || start.goes_on_with.find(text[end]) != std::string_view::npos))
                ++end;
            if (end - at < start.text.size() + shortest_rest)
            {
                at = end;
                continue;
            }
            text.replace(at, end - at, instead);
            at += instead.size();
        }
    return text;
}

}  // namespace hotwatch
