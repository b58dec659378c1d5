#include "bot/slack/json_outline.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hotwatch::slack
{

namespace
{
bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// A place in the text that only moves on. Every step says whether it found what it wanted.
class Reader
{
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    [[nodiscard]] std::size_t at() const { return at_; }
    [[nodiscard]] std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }

    bool take(char wanted)
    {
        skip_blanks();
        if (at_ == text_.size() || text_[at_] != wanted)
            return false;
        ++at_;
        return true;
    }

    bool is_at_end()
    {
        skip_blanks();
        return at_ == text_.size();
    }

    bool take_string()
    {
        if (!take('"'))
            return false;
        for (; at_ < text_.size(); ++at_)
        {
            if (text_[at_] == '"')
            {
                ++at_;
                return true;
            }
            if (text_[at_] == '\\')
                ++at_;
        }
        at_ = text_.size();
        return false;
    }

    bool take_value()
    {
        skip_blanks();
        if (at_ == text_.size())
            return false;
        if (text_[at_] == '"')
            return take_string();
        return text_[at_] == '{' || text_[at_] == '[' ? take_container() : take_word();
    }

    void skip_blanks()
    {
        while (at_ < text_.size() && is_blank(text_[at_]))
            ++at_;
    }

  private:
    bool take_container()
    {
        std::string closing;  // of the containers that are open
        while (at_ < text_.size())
        {
            const char c = text_[at_];
            if (c == '"')
            {
                if (!take_string())
                    return false;
                continue;
            }
            ++at_;
            if (c == '{' || c == '[')
                closing += c == '{' ? '}' : ']';
            else if (c == '}' || c == ']')
            {
                if (closing.back() != c)
                    return false;
                closing.pop_back();
                if (closing.empty())
                    return true;
            }
        }
        return false;
    }

    /// true, false, null or a number.
    bool take_word()
    {
        const auto start = at_;
        while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '-' ||
                                      text_[at_] == '+' || text_[at_] == '.'))
            ++at_;
        return at_ > start;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Calls `found` for each member until it says that it has seen enough. False: the text is not well formed.
template <typename Found>
bool each_member(std::string_view object, Found found)
{
    Reader reader{object};
    if (!reader.take('{'))
        return false;
    if (reader.take('}'))
        return reader.is_at_end();
    do
    {
        reader.skip_blanks();
        const auto name_at = reader.at();
        if (!reader.take_string())
            return false;
        const auto name = reader.since(name_at);
        if (!reader.take(':'))
            return false;
        reader.skip_blanks();
        const auto value_at = reader.at();
        if (!reader.take_value())
            return false;
        if (found(Member{name.substr(1, name.size() - 2), reader.since(value_at)}))
            return true;
    } while (reader.take(','));
    return reader.take('}') && reader.is_at_end();
}
}  // namespace

std::optional<std::vector<Member>> outline(std::string_view object)
{
    std::vector<Member> members;
    const bool is_well_formed = each_member(object,
                                            [&](const Member& member)
                                            {
                                                members.push_back(member);
                                                return false;
                                            });
    return is_well_formed ? std::optional{std::move(members)} : std::nullopt;
}

std::string_view member(std::string_view object, std::string_view name)
{
    std::string_view value;
    each_member(object,
                [&](const Member& member)
                {
                    if (member.name == name)
                        value = member.value;
                    return member.name == name;
                });
    return value;
}

std::string text_of(std::string_view value)
{
    if (value.size() < 2 || value.front() != '"')
        return {};
    const auto inside = value.substr(1, value.size() - 2);
    const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '\\' && c != '"'; };
    if (std::ranges::all_of(inside, is_plain))
        return std::string{inside};
    const auto read = nlohmann::json::parse(value, nullptr, false);
    return read.is_string() ? read.get<std::string>() : std::string{};
}

std::string_view first_element(std::string_view array)
{
    Reader reader{array};
    if (!reader.take('['))
        return {};
    reader.skip_blanks();
    const auto start = reader.at();
    return reader.take_value() ? reader.since(start) : std::string_view{};
}

}  // namespace hotwatch::slack
