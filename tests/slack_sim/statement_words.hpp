// A statement taken apart, a word at a time.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace slack_sim
{

inline constexpr std::string_view blanks = " \t\r";

inline std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The words of a line, from left to right.
class Words
{
  public:
    explicit Words(std::string_view line) : rest_(trimmed(line)) {}

    [[nodiscard]] bool is_done() const { return rest_.empty(); }
    [[nodiscard]] std::string_view rest() const { return rest_; }

    /// The next word, ended by a blank or by one of `also`.
    std::string word(std::string_view also = "")
    {
        const auto end = std::min(rest_.find_first_of(std::string{blanks} + std::string{also}), rest_.size());
        return take(end);
    }

    /// The next word, if it is this one.
    bool skip(std::string_view expected)
    {
        if (!rest_.starts_with(expected) ||
            (rest_.size() > expected.size() && blanks.find(rest_[expected.size()]) == std::string_view::npos))
            return false;
        take(expected.size());
        return true;
    }

    bool skip_sign(char sign)
    {
        if (!rest_.starts_with(sign))
            return false;
        take(1);
        return true;
    }

    /// "text in quotes"; \" and \\ inside it stand for themselves, \n for a new line.
    std::optional<std::string> quoted()
    {
        if (!rest_.starts_with('"'))
            return std::nullopt;
        std::string text;
        for (std::size_t i = 1; i < rest_.size(); ++i)
        {
            if (rest_[i] == '"')
            {
                take(i + 1);
                return text;
            }
            if (rest_[i] == '\\' && i + 1 < rest_.size())
                text += rest_[++i] == 'n' ? '\n' : rest_[i];
            else
                text += rest_[i];
        }
        return std::nullopt;
    }

  private:
    std::string take(std::size_t count)
    {
        std::string taken{rest_.substr(0, count)};
        rest_ = trimmed(rest_.substr(count));
        return taken;
    }
    std::string_view rest_;
};

}  // namespace slack_sim
