// The only file that knows cmark-gfm.
#include "commands/plan/markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <memory>
#include <mutex>

namespace hotwatch::plan
{

namespace
{
struct FreeParser
{
    void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode
{
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIterator
{
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
using Document = std::unique_ptr<cmark_node, FreeNode>;

Document parse(std::string_view text)
{
    static std::once_flag registered;
    std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);
    const std::unique_ptr<cmark_parser, FreeParser> parser{
        cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8)};
    if (auto* tables = cmark_find_syntax_extension("table"))
        cmark_parser_attach_syntax_extension(parser.get(), tables);
    cmark_parser_feed(parser.get(), text.data(), text.size());
    return Document{cmark_parser_finish(parser.get())};
}

/// What a reader sees of a node, without its markup.
std::string text_of(cmark_node* node)
{
    std::string text;
    const std::unique_ptr<cmark_iter, FreeIterator> walk{cmark_iter_new(node)};
    for (auto event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(walk.get()))
    {
        if (event != CMARK_EVENT_ENTER)
            continue;
        auto* part = cmark_iter_get_node(walk.get());
        const auto type = cmark_node_get_type(part);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK)
            text += cmark_node_get_literal(part);
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            text += '\n';
    }
    return text;
}

std::vector<Item> items_of(cmark_node* list)
{
    std::vector<Item> items;
    for (auto* item = cmark_node_first_child(list); item != nullptr; item = cmark_node_next(item))
    {
        auto* first = cmark_node_first_child(item);
        items.push_back({first != nullptr ? text_of(first) : std::string{}, cmark_node_get_start_line(item)});
    }
    return items;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// One line of a table as it was written. The parser pads and cuts rows to the header's width without a word, and
/// knows no columns for cells; a plan's author wants both told.
std::vector<Cell> split_row(std::string_view line)
{
    std::vector<Cell> cells;
    std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos)
        return cells;
    if (line[start] == '|')
        ++start;
    while (start <= line.size())
    {
        std::size_t end = start;
        while (end < line.size() && !(line[end] == '|' && (end == 0 || line[end - 1] != '\\')))
            ++end;
        const auto raw = line.substr(start, end - start);
        const bool is_tail = end >= line.size() && trimmed(raw).empty();  // what follows the closing bar
        if (!is_tail)
        {
            const auto indent = raw.find_first_not_of(" \t\r");
            cells.push_back({{}, static_cast<int>(start + (indent == std::string_view::npos ? 0 : indent)) + 1});
        }
        start = end + 1;
    }
    return cells;
}

std::vector<Row> rows_of(cmark_node* table, const std::vector<std::string_view>& lines)
{
    std::vector<Row> rows;
    for (auto* node = cmark_node_first_child(table); node != nullptr; node = cmark_node_next(node))
    {
        Row row{cmark_node_get_start_line(node), {}};
        const auto index = static_cast<std::size_t>(row.line) - 1;
        if (row.line > 0 && index < lines.size())
            row.cells = split_row(lines[index]);
        std::size_t at = 0;
        for (auto* cell = cmark_node_first_child(node); cell != nullptr && at < row.cells.size();
             cell = cmark_node_next(cell))
            row.cells[at++].text = std::string{trimmed(text_of(cell))};
        rows.push_back(std::move(row));
    }
    return rows;
}
}  // namespace

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty())
    {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::vector<Block> read_markdown(std::string_view text)
{
    const auto document = parse(text);
    const auto lines = lines_of(text);
    std::vector<Block> blocks;
    for (auto* node = cmark_node_first_child(document.get()); node != nullptr; node = cmark_node_next(node))
    {
        Block block;
        block.line = cmark_node_get_start_line(node);
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HEADING)
        {
            block.kind = Block::Kind::heading;
            block.level = cmark_node_get_heading_level(node);
            block.text = text_of(node);
        }
        else if (type == CMARK_NODE_LIST)
        {
            block.kind = Block::Kind::list;
            block.items = items_of(node);
        }
        else if (cmark_node_get_type_string(node) == std::string_view{"table"})
        {
            block.kind = Block::Kind::table;
            block.rows = rows_of(node, lines);
        }
        else if (type == CMARK_NODE_CODE_BLOCK)
        {
            block.kind = Block::Kind::code;
            block.text = text_of(node);
        }
        else if (type == CMARK_NODE_THEMATIC_BREAK)
            block.kind = Block::Kind::rule;
        else
            block.text = text_of(node);
        blocks.push_back(std::move(block));
    }
    return blocks;
}

}  // namespace hotwatch::plan
