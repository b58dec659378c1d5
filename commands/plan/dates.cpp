#include "commands/plan/dates.hpp"

#include <array>
#include <string>
#include <vector>

namespace hotwatch::plan
{

namespace
{
constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> weekdays{"sunday",   "monday", "tuesday", "wednesday",
                                                   "thursday", "friday", "saturday"};

struct Token
{
    enum class Kind
    {
        number,
        month,
        dash,   // also "to", "until", "through"
        other,  // anything else that is no blank, comma or full stop
        end
    };
    Kind kind = Kind::other;
    int value = 0;
    std::size_t digits = 0;
    std::size_t begin = 0;
};

/// The index of the name that `word` is, or abbreviates with at least three letters ("sept" too).
template <std::size_t N>
std::optional<unsigned> index_of(const std::array<std::string_view, N>& names, std::string_view word)
{
    if (word.size() < 3)
        return std::nullopt;
    for (unsigned i = 0; i < N; ++i)
        if (names[i].starts_with(word))
            return i;
    return std::nullopt;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

std::string word_at(std::string_view text, std::size_t& at)
{
    std::string word;
    for (; at < text.size() && ((text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z')); ++at)
        word += static_cast<char>(text[at] | 0x20);
    return word;
}

std::vector<Token> tokens_of(std::string_view text)
{
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < text.size();)
    {
        const auto begin = at;
        if (text[at] == ' ' || text[at] == '\t' || text[at] == ',' || text[at] == '.')
            ++at;
        else if (is_digit(text[at]))
        {
            int value = 0;
            for (; at < text.size() && is_digit(text[at]); ++at)
                value = at - begin < 6 ? value * 10 + (text[at] - '0') : value;
            tokens.push_back({Token::Kind::number, value, at - begin, begin});
            auto after = at;  // 1st, 2nd, 3rd, 4th
            const auto suffix = word_at(text, after);
            if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th")
                at = after;
        }
        else if (const auto word = word_at(text, at); !word.empty())
        {
            if (const auto month = index_of(months, word))
                tokens.push_back({Token::Kind::month, static_cast<int>(*month) + 1, 0, begin});
            else if (word == "to" || word == "until" || word == "through")
                tokens.push_back({Token::Kind::dash, 0, 0, begin});
            else if (word != "of" && !weekday_named(word))
                tokens.push_back({Token::Kind::other, 0, 0, begin});
        }
        else
        {
            const bool is_long_dash = text.substr(at, 3) == "–" || text.substr(at, 3) == "—";
            const bool is_dash = is_long_dash || text[at] == '-';
            tokens.push_back({is_dash ? Token::Kind::dash : Token::Kind::other, 0, 0, begin});
            at += is_long_dash ? 3 : 1;
        }
    }
    return tokens;
}

class Reader
{
  public:
    explicit Reader(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    std::optional<WrittenDates> read()
    {
        for (at_ = 0; at_ < tokens_.size(); ++at_)
        {
            const auto begin = tokens_[at_].begin;
            if (auto span = days_of_one_month())
            {
                span->begin = begin;
                return span;
            }
            const auto first = date();
            if (!first)
                continue;
            WrittenDates dates{*first, std::nullopt, begin};
            if (is(Token::Kind::dash))
                ++at_;
            if (const auto last = date())
                dates.last = last;
            else if (is_day(0) && !is(Token::Kind::month, 1))
            {
                const auto to = day(0);
                dates.last = WrittenDate{take_year(1), first->month, to};
            }
            return dates;
        }
        return std::nullopt;
    }

  private:
    [[nodiscard]] Token peek(std::size_t ahead = 0) const
    {
        return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : Token{Token::Kind::end};
    }
    [[nodiscard]] bool is(Token::Kind kind, std::size_t ahead = 0) const { return peek(ahead).kind == kind; }
    [[nodiscard]] bool is_day(std::size_t ahead) const
    {
        const auto token = peek(ahead);
        return token.kind == Token::Kind::number && token.digits <= 2 && token.value >= 1 && token.value <= 31;
    }
    [[nodiscard]] std::chrono::day day(std::size_t ahead) const
    {
        return std::chrono::day{static_cast<unsigned>(peek(ahead).value)};
    }
    [[nodiscard]] std::chrono::month month(std::size_t ahead) const
    {
        return std::chrono::month{static_cast<unsigned>(peek(ahead).value)};
    }
    [[nodiscard]] std::optional<std::chrono::year> take_year(std::size_t ahead)
    {
        const auto token = peek(ahead);
        at_ += ahead;
        if (token.kind != Token::Kind::number || token.digits != 4)
            return std::nullopt;
        ++at_;
        return std::chrono::year{token.value};
    }

    /// "13-19 Oct [2025]"
    std::optional<WrittenDates> days_of_one_month()
    {
        if (!is_day(0) || !is(Token::Kind::dash, 1) || !is_day(2) || !is(Token::Kind::month, 3))
            return std::nullopt;
        const auto from = day(0);
        const auto to = day(2);
        const auto of = month(3);
        const auto year = take_year(4);
        return WrittenDates{WrittenDate{year, of, from}, WrittenDate{year, of, to}, 0};
    }

    std::optional<WrittenDate> date()
    {
        const auto token = peek();
        if (token.kind == Token::Kind::number && token.digits == 4 && is(Token::Kind::dash, 1) &&
            is(Token::Kind::number, 2) && is(Token::Kind::dash, 3) && is_day(4) && peek(2).value <= 12)
        {
            const WrittenDate iso{std::chrono::year{token.value}, month(2), day(4)};
            at_ += 5;
            return iso;
        }
        if (is(Token::Kind::month) && is_day(1))
        {
            WrittenDate written{std::nullopt, month(0), day(1)};
            written.year = take_year(2);
            return written;
        }
        if (is_day(0) && is(Token::Kind::month, 1))
        {
            WrittenDate written{std::nullopt, month(1), day(0)};
            written.year = take_year(2);
            return written;
        }
        return std::nullopt;
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};
}  // namespace

std::optional<WrittenDates> dates_in(std::string_view text)
{
    return Reader{tokens_of(text)}.read();
}

std::optional<std::chrono::weekday> weekday_named(std::string_view word)
{
    std::string small;
    for (const char c : word)
        small += static_cast<char>(c | 0x20);
    const auto index = index_of(weekdays, small);
    return index ? std::optional{std::chrono::weekday{*index}} : std::nullopt;
}

}  // namespace hotwatch::plan
