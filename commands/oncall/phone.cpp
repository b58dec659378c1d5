#include "commands/oncall/phone.hpp"

#include <algorithm>
#include <array>

#include "commands/letters.hpp"

namespace hotwatch::oncall
{

namespace
{
constexpr std::size_t fewest_digits = 6;
constexpr std::size_t most_digits = 15;  // E.164
constexpr int most_articles = 10;        // those that fit best

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_part_of_word(char c)
{
    return is_digit(c) || (lowered(c) >= 'a' && lowered(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80U;
}

/// "2025-10-14", "14.10.2025": eight digits, four of them a year of ours.
bool is_date(std::string_view text, std::size_t digits)
{
    const auto is_year = [&](std::size_t at)
    { return text.substr(at, 2) == "20" && std::ranges::all_of(text.substr(at, 4), is_digit); };
    return digits == 8 && text.size() == 10 && (is_year(0) || is_year(6));
}

/// How far a number goes that begins here: digits, and at most one other character between them, as people write them.
std::string_view number_at(std::string_view text)
{
    std::size_t end = 0;
    std::size_t marks = 0;
    for (std::size_t i = 0; i < text.size() && marks <= 2; ++i)
        if (is_digit(text[i]))
        {
            end = i + 1;
            marks = 0;
        }
        else if (std::string_view{"+()-. "}.find(text[i]) != std::string_view::npos)
            ++marks;
        else
            break;
    return text.substr(0, end);
}

bool names(std::string_view text, std::string_view name)
{
    const auto all = lowered(text);
    const auto wanted = lowered(name);
    if (wanted.size() < 2)
        return false;
    for (auto at = all.find(wanted); at != std::string::npos; at = all.find(wanted, at + 1))
    {
        const auto end = at + wanted.size();
        if ((at == 0 || !is_part_of_word(all[at - 1])) && (end == all.size() || !is_part_of_word(all[end])))
            return true;
    }
    return false;
}

/// "- **Phone**: +1 …" of an article on emergencies, or "On-call phone: +1 …" anywhere.
bool is_of_whoever_is_on_call(std::string_view title, std::string_view line)
{
    constexpr std::string_view around = " \t-*_•|>";
    const auto label =
        lowered(trimmed(trimmed(line, around).substr(0, trimmed(line, around).find_first_of(":|")), around));
    const auto is_on_call = [](std::string_view text) { return names(text, "on-call") || names(text, "on call"); };
    constexpr std::array phones{"phone", "phone number", "telephone", "mobile", "call"};
    return is_on_call(label) ||
           (std::ranges::find(phones, label) != phones.end() && (names(title, "emergency") || is_on_call(title)));
}

std::vector<std::string> names_of(const Holder& who, Book& book)
{
    std::vector<std::string> all{who.name};
    if (who.user.empty())
        return all;
    all.push_back(name_of(who.user, book));
    if (const auto person = book.people.find(who.user))
        all.insert(all.end(), {person->real_name, person->display_name});
    for (const auto& link : book.people.links())
        if (link.user == who.user)
            all.push_back(link.name);
    return all;
}
}  // namespace

std::string phone_in(std::string_view line)
{
    for (std::size_t at = 0; at < line.size();)
    {
        const bool may_begin = is_digit(line[at]) || line[at] == '+' || line[at] == '(';
        const auto number = may_begin ? number_at(line.substr(at)) : std::string_view{};
        const auto digits = static_cast<std::size_t>(std::ranges::count_if(number, is_digit));
        const auto end = at + number.size();
        const bool is_alone = (at == 0 || (!is_part_of_word(line[at - 1]) && line[at - 1] != '#')) &&
                              (end == line.size() || !is_part_of_word(line[end]));
        if (digits >= fewest_digits && digits <= most_digits && is_alone && !is_date(number, digits))
            return std::string{number};
        at = std::max(end, at + 1);
    }
    return {};
}

std::string phone_in(std::string_view title, std::string_view body, const Called& called)
{
    const auto is_theirs = [&](std::string_view text)
    { return std::ranges::any_of(called.names, [&](const std::string& name) { return names(text, name); }); };
    const bool is_their_article = is_theirs(title);
    std::string of_whoever_is_on_call;
    while (!body.empty())
    {
        const auto line = body.substr(0, body.find('\n'));
        body.remove_prefix(std::min(line.size() + 1, body.size()));
        auto phone = phone_in(line);
        if (phone.empty())
            continue;
        if (is_their_article || is_theirs(line))
            return phone;
        if (called.is_primary && of_whoever_is_on_call.empty() && is_of_whoever_is_on_call(title, line))
            of_whoever_is_on_call = std::move(phone);
    }
    return of_whoever_is_on_call;
}

std::string phone_of(const Holder& who, Book& book, UtcMillis now)
{
    Called called{.names = names_of(who, book)};
    std::vector<Entry> articles;
    for (auto& found : book.knowledge.search("contacts", EntryKind::article, most_articles))
        if (names(found.entry.title, "contact") || names(found.entry.title, "contacts"))
            articles.push_back(std::move(found.entry));
    // Their own number stands anywhere in them; the on-call phone is only for where there is none.
    const auto primary = on_call_at(now, book).primary;
    const bool is_primary = who == primary || (!who.user.empty() && who.user == primary.user);
    for (const bool also_on_call : {false, true})
    {
        called.is_primary = also_on_call && is_primary;
        for (const auto& article : articles)
            if (auto phone = phone_in(article.title, article.body, called); !phone.empty())
                return phone;
    }
    return {};
}

}  // namespace hotwatch::oncall
