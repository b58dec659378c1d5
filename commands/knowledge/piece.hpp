// Markdown as people wrote it, as a flat list of pieces: what runbooks and answers are shown from. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hotwatch::knowledge
{

/// Text of one look.
struct Run
{
    std::string text;
    bool is_bold = false;
    bool is_italic = false;
    bool is_struck = false;
    bool is_code = false;
    std::string link;  // http, https or mailto; "" for none
    friend bool operator==(const Run&, const Run&) = default;
};

struct Piece
{
    enum class Kind
    {
        heading,
        text,
        item,  // of a list
        quote,
        code,  // a command, a file, a table: shown as it stands
    };
    Kind kind = Kind::text;
    std::vector<Run> runs;  // of all but code
    std::string code;       // without the line break at its end
    std::string language;   // of code, as written behind the fence; "table" for a table
    int indent = 0;         // how many lists it stands in, beyond the first
    int number = 0;         // of an item: 0 a bullet
    int step = 0;           // it begins this step of a runbook; 0 none
};

/// CommonMark with tables, struck text and bare links. Never fails; raw HTML stays the text it is.
std::vector<Piece> pieces_of(std::string_view markdown);

/// What is read of a piece, without its look; code for code.
std::string text_of(const Piece& piece);

}  // namespace hotwatch::knowledge
