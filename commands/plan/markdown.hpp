// A Markdown document as a flat list of blocks with their lines: all that plans are read from. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hotwatch::plan
{

struct Cell
{
    std::string text;
    int column = 1;  // where it stands in its line, in bytes, from 1
};

struct Row
{
    int line = 0;
    std::vector<Cell> cells;  // as many as were written, even where the header has more or fewer
};

struct Item
{
    std::string text;
    int line = 0;
};

struct Block
{
    enum class Kind
    {
        heading,
        paragraph,
        list,
        table,
        code,
        rule  // "---" between paragraphs
    };
    Kind kind = Kind::paragraph;
    int line = 0;
    int level = 0;            // of a heading
    std::string text;         // plain text; lines joined by '\n'
    std::vector<Item> items;  // of a list, first level
    std::vector<Row> rows;    // of a table, its header first
};

/// CommonMark with tables. Never fails: any bytes are some document; bytes that are no UTF-8 become U+FFFD.
std::vector<Block> read_markdown(std::string_view text);

/// The document's lines, without their ends: line 1 is the first.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace hotwatch::plan
