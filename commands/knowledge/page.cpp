#include "commands/knowledge/page.hpp"

#include <algorithm>

#include "commands/text_limits.hpp"

namespace hotwatch::knowledge
{

namespace
{
constexpr std::size_t beside_text = 40;  // what a piece costs besides its text: number, warning, marks

std::size_t size_of(const Piece& piece)
{
    return utf16_units(text_of(piece)) + beside_text;
}

/// How much of `text` fits: to a line's end, else to a blank, else between two characters.
std::size_t fitting(std::string_view text, std::size_t most, std::string_view separators)
{
    const auto bytes = std::max<std::size_t>(bytes_within(text, most), 1);
    if (bytes >= text.size())
        return text.size();
    for (const char separator : separators)
        if (const auto at = text.substr(0, bytes).rfind(separator); at != std::string_view::npos && at > bytes / 2)
            return at + 1;
    return bytes;
}

void add_code(const Piece& piece, std::vector<Piece>& to)
{
    for (std::string_view rest = piece.code; !rest.empty();)
    {
        const auto bytes = fitting(rest, most_in_piece, "\n");
        Piece& part = to.emplace_back(piece);
        part.code = rest.substr(0, bytes);
        if (part.code.ends_with('\n'))
            part.code.pop_back();
        rest.remove_prefix(bytes);
    }
}

/// What is left of an item goes on as text under it.
void add_text(const Piece& piece, std::vector<Piece>& to)
{
    Piece part = piece;
    part.runs.clear();
    std::size_t used = 0;
    for (const auto& run : piece.runs)
        for (std::string_view rest = run.text; !rest.empty();)
        {
            if (used >= most_in_piece)
            {
                to.push_back(part);
                part.kind = piece.kind == Piece::Kind::item ? Piece::Kind::text : piece.kind;
                part.number = part.step = 0;
                part.runs.clear();
                used = 0;
            }
            const auto bytes = fitting(rest, most_in_piece - used, "\n ");
            Run& kept = part.runs.emplace_back(run);
            kept.text = rest.substr(0, bytes);
            used = bytes < rest.size() ? most_in_piece : used + utf16_units(kept.text);
            rest.remove_prefix(bytes);
        }
    to.push_back(std::move(part));
}

std::vector<Piece> broken_up(const std::vector<Piece>& pieces)
{
    std::vector<Piece> parts;
    for (const auto& piece : pieces)
        if (size_of(piece) <= most_in_piece)
            parts.push_back(piece);
        else if (piece.kind == Piece::Kind::code)
            add_code(piece, parts);
        else
            add_text(piece, parts);
    return parts;
}

/// How many pieces from `at` on belong together: headings and titles with what follows them.
std::size_t group_at(const std::vector<Piece>& pieces, std::size_t at)
{
    auto end = at;
    while (end + 1 < pieces.size() && (pieces[end].kind == Piece::Kind::heading ||
                                       (pieces[end].step != 0 && pieces[end + 1].kind == Piece::Kind::code)))
        ++end;
    return end - at + 1;
}
}  // namespace

std::vector<std::vector<Piece>> pages_of(const std::vector<Piece>& pieces)
{
    const auto parts = broken_up(pieces);
    std::vector<std::vector<Piece>> pages(1);
    std::size_t used = 0;
    for (std::size_t at = 0; at < parts.size();)
    {
        const auto count = group_at(parts, at);
        std::size_t size = 0;
        for (std::size_t i = at; i < at + count; ++i)
            size += size_of(parts[i]);
        if (!pages.back().empty() && (used + size > most_in_page || pages.back().size() + count > most_pieces_in_page))
        {
            pages.emplace_back();
            used = 0;
        }
        // A group that fits no page by itself, headings without end, is taken a piece at a time.
        const auto taken = size > most_in_page || count > most_pieces_in_page ? 1 : count;
        for (std::size_t i = at; i < at + taken; ++i)
        {
            used += size_of(parts[i]);
            pages.back().push_back(parts[i]);
        }
        at += taken;
    }
    return pages;
}

}  // namespace hotwatch::knowledge
