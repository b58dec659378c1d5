#include "commands/oncall/when.hpp"

#include <algorithm>
#include <vector>

#include "commands/letters.hpp"

namespace hotwatch::oncall
{

namespace
{
struct Said
{
    std::string text;    // for parse_time
    std::string turned;  // the same with the first word last: "18:00 fri" as "fri 18:00"
    Nearest nearest = Nearest::next;
    bool counts_from_today = false;  // today, tomorrow, yesterday
};

Said plain(std::string_view text)
{
    Said said;
    std::vector<std::string> words;
    for (auto rest = trimmed(text, " \t\n,.?!"); !rest.empty(); rest = trimmed(rest))
        words.push_back(lowered(trimmed(take_word(rest).text, ",")));
    const bool is_length = words.size() == 2 && (words.front() == "in" || words.back() == "ago");
    if (is_length)
    {
        said.text = words.front() == "in" ? "+" + words.back() : "-" + words.front();
        return said;
    }
    if (!words.empty() && words.front() == "last")
    {
        said.nearest = Nearest::past;
        words.erase(words.begin());
    }
    std::erase_if(words, [](const std::string& word) { return word == "at" || word == "on"; });
    // "9 am" is the hour "9am".
    for (std::size_t i = 1; i < words.size(); ++i)
        if (words[i] == "am" || words[i] == "pm")
        {
            words[i - 1] += words[i];
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
        }
    for (const auto& word : words)
        said.counts_from_today |= word == "now" || word == "today" || word == "tomorrow" || word == "yesterday";
    said.text = joined(words);
    if (words.size() == 2)
        said.turned = words[1] + " " + words[0];
    return said;
}

std::optional<UtcMillis> read(const Said& said, std::string_view zone, UtcMillis from)
{
    if (const auto at = parse_time(said.text, zone, from, said.nearest))
        return at;
    return said.turned.empty() ? std::nullopt : parse_time(said.turned, zone, from, said.nearest);
}
}  // namespace

std::string joined(std::span<const std::string> words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::optional<UtcMillis> moment(std::string_view text, std::string_view zone, UtcMillis now)
{
    return read(plain(text), zone, now);
}

std::optional<UtcMillis> moment_after(UtcMillis start, std::string_view text, std::string_view zone, UtcMillis now)
{
    const auto said = plain(text);
    return read(said, zone, said.counts_from_today ? now : start);
}

}  // namespace hotwatch::oncall
