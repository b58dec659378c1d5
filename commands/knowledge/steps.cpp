#include "commands/knowledge/steps.hpp"

#include <algorithm>
#include <array>

#include "commands/knowledge/parts.hpp"
#include "commands/letters.hpp"

namespace hotwatch::knowledge
{

namespace
{
bool is_shell(const Piece& piece)
{
    static constexpr std::array languages{std::string_view{""},    std::string_view{"bash"},
                                          std::string_view{"sh"},  std::string_view{"shell"},
                                          std::string_view{"zsh"}, std::string_view{"console"}};
    const auto language = lowered(std::string_view{piece.language}.substr(0, piece.language.find(' ')));
    return std::ranges::find(languages, std::string_view{language}) != languages.end() &&
           piece.code.find("<<") == std::string::npos;  // a text that a command is fed with is not cut
}

/// Whether a quote is open at the end of the line, given whether one was before; `open` is that quote or '\0'.
char quote_after(std::string_view line, char open)
{
    for (std::size_t i = 0; i < line.size(); ++i)
    {
        if (line[i] == '\\')
            ++i;
        else if (open == '\0' && (line[i] == '"' || line[i] == '\''))
            open = line[i];
        else if (line[i] == open)
            open = '\0';
    }
    return open;
}

/// "Option 2: Roll back" and "2. Roll back" read "Roll back": the step has a number of its own.
std::string title_of(std::string_view comment)
{
    auto title = trimmed(comment, " \t#");
    if (const auto low = lowered(title); low.starts_with("option ") || low.starts_with("step "))
        if (const auto colon = title.find(':'); colon != std::string_view::npos && colon < 12)
            title = trimmed(title.substr(colon + 1));
    const auto digits = std::min(title.find_first_not_of("0123456789"), title.size());
    const auto after = title.substr(digits);
    if (digits > 0 && digits < 3 && (after.starts_with(". ") || after.starts_with(") ") || after.starts_with(": ")))
        title = trimmed(after.substr(1));
    return std::string{title};
}

Piece step_title(std::string text, int step)
{
    Piece piece;
    piece.kind = Piece::Kind::item;
    piece.step = step;
    if (!text.empty())
        piece.runs.push_back({.text = std::move(text), .link = {}});
    return piece;
}

class Steps
{
  public:
    explicit Steps(std::vector<Piece>& to) : to_(to) {}

    void take(Piece piece)
    {
        if (piece.kind == Piece::Kind::item && piece.indent == 0)
        {
            piece.step = ++count_;
            piece.number = 0;
            to_.push_back(std::move(piece));
            is_in_item_ = true;
        }
        else if (piece.kind == Piece::Kind::code && !is_in_item_ && piece.language != "table")
            is_shell(piece) ? take_commands(piece) : take_whole(std::move(piece));
        else
        {
            is_in_item_ = is_in_item_ && (piece.indent > 0 || piece.kind == Piece::Kind::code);
            to_.push_back(std::move(piece));
        }
    }

    void end_part() { is_in_item_ = false; }

  private:
    void take_whole(Piece piece)
    {
        to_.push_back(step_title({}, ++count_));
        to_.push_back(std::move(piece));
    }

    /// One step for each command or group of commands: comments and empty lines stand between them.
    void take_commands(const Piece& code)
    {
        char open = '\0';
        for (std::string_view rest = code.code; !rest.empty();)
        {
            const auto end = std::min(rest.find('\n'), rest.size());
            const auto line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            const bool is_comment = open == '\0' && trimmed(line).starts_with('#');
            if (is_comment && !commands_.empty())
                end_step(code);
            if (is_comment)
                title_ += (title_.empty() ? "" : ". ") + title_of(line);
            else if (open == '\0' && trimmed(line).empty())
                end_step(code);
            else
            {
                commands_.append(line).append("\n");
                open = quote_after(line, open);
            }
        }
        end_step(code);
    }

    void end_step(const Piece& code)
    {
        if (commands_.empty() && title_.empty())
            return;
        to_.push_back(step_title(std::exchange(title_, {}), ++count_));
        while (commands_.ends_with('\n'))
            commands_.pop_back();
        if (commands_.empty())
            return;
        Piece piece = code;
        piece.code = std::exchange(commands_, {});
        to_.push_back(std::move(piece));
    }

    std::vector<Piece>& to_;
    int count_ = 0;
    bool is_in_item_ = false;
    std::string title_;
    std::string commands_;
};
}  // namespace

std::vector<Piece> pieces_of_runbook(std::string_view body)
{
    std::vector<Piece> pieces;
    Steps steps{pieces};
    for (const auto& part : parts_of(body))
    {
        if (!part.heading.empty())
        {
            Piece heading;
            heading.kind = Piece::Kind::heading;
            heading.runs.push_back({.text = part.heading, .link = {}});
            pieces.push_back(std::move(heading));
        }
        const bool has_steps = part.kind == PartKind::diagnosis || part.kind == PartKind::resolution;
        for (auto& piece : pieces_of(part.text))
            has_steps ? steps.take(std::move(piece)) : pieces.push_back(std::move(piece));
        steps.end_part();
    }
    return pieces;
}

std::vector<Piece> step_of(const std::vector<Piece>& pieces, int step)
{
    std::vector<Piece> found;
    bool is_in = false;
    for (const auto& piece : pieces)
    {
        if (piece.step != 0 || piece.kind == Piece::Kind::heading)
            is_in = step > 0 && piece.step == step;
        if (is_in)
            found.push_back(piece);
    }
    return found;
}

int steps_in(const std::vector<Piece>& pieces)
{
    int most = 0;
    for (const auto& piece : pieces)
        most = std::max(most, piece.step);
    return most;
}

}  // namespace hotwatch::knowledge
