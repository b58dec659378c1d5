// Walks cmark-gfm's tree without recursion: how deep people nest lists and quotes costs nothing.
#include "commands/knowledge/piece.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "commands/letters.hpp"
#include "commands/text_limits.hpp"

namespace hotwatch::knowledge
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
using Walk = std::unique_ptr<cmark_iter, FreeIterator>;

constexpr int deepest_indent = 5;
constexpr std::size_t widest_cell = 60;  // a longer cell pushes its neighbours aside instead of padding all rows

Document parse(std::string_view text)
{
    static std::once_flag registered;
    std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);
    const std::unique_ptr<cmark_parser, FreeParser> parser{
        cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE)};
    for (const char* name : {"table", "strikethrough", "autolink"})
        if (auto* extension = cmark_find_syntax_extension(name))
            cmark_parser_attach_syntax_extension(parser.get(), extension);
    cmark_parser_feed(parser.get(), text.data(), text.size());
    return Document{cmark_parser_finish(parser.get())};
}

std::string literal_of(cmark_node* node)
{
    const char* literal = cmark_node_get_literal(node);
    return literal != nullptr ? literal : "";
}

bool is_link(std::string_view url)
{
    const auto low = lowered(url.substr(0, 8));
    return low.starts_with("http://") || low.starts_with("https://") || low.starts_with("mailto:");
}

/// Every text under a node, without its look.
std::string plain_text(cmark_node* node)
{
    std::string text;
    const Walk walk{cmark_iter_new(node)};
    for (auto event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(walk.get()))
        if (event == CMARK_EVENT_ENTER)
        {
            const auto type = cmark_node_get_type(cmark_iter_get_node(walk.get()));
            const bool is_break = type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
            text += is_break ? " " : literal_of(cmark_iter_get_node(walk.get()));
        }
    return text;
}

/// A table as lines whose columns stand under each other.
std::string table_text(cmark_node* table)
{
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> widths;
    for (auto* row = cmark_node_first_child(table); row != nullptr; row = cmark_node_next(row))
    {
        auto& cells = rows.emplace_back();
        for (auto* cell = cmark_node_first_child(row); cell != nullptr; cell = cmark_node_next(cell))
        {
            cells.emplace_back(trimmed(plain_text(cell)));
            widths.resize(std::max(widths.size(), cells.size()));
            auto& width = widths[cells.size() - 1];
            width = std::max(width, std::min(utf16_units(cells.back()), widest_cell));
        }
    }
    std::string text;
    for (const auto& cells : rows)
    {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i)
        {
            const auto used = utf16_units(cells[i]);
            line += cells[i] + std::string(i + 1 < cells.size() ? widths[i] - std::min(widths[i], used) + 2 : 0, ' ');
        }
        while (line.ends_with(' '))
            line.pop_back();
        text += (text.empty() ? "" : "\n") + line;
    }
    return text;
}

class Reader
{
  public:
    void enter(cmark_node* node, cmark_iter* walk);
    void leave(cmark_node* node);
    std::vector<Piece> take() { return std::move(pieces_); }

  private:
    struct List
    {
        bool is_numbered = false;
        int next = 1;
    };

    void begin(Piece::Kind kind)
    {
        open_ = {};
        open_.kind = kind;
        open_.indent = std::clamp(static_cast<int>(lists_.size()) - 1, 0, deepest_indent);
    }

    /// The first text of an item is the item; what follows in it is text under it.
    void begin_paragraph()
    {
        begin(quotes_ > 0 ? Piece::Kind::quote : Piece::Kind::text);
        if (std::exchange(is_item_due_, false))
        {
            open_.kind = Piece::Kind::item;
            open_.number = lists_.back().is_numbered ? lists_.back().next++ : 0;
        }
        else if (!lists_.empty())
            open_.indent = std::min(open_.indent + 1, deepest_indent);
    }

    void end_paragraph()
    {
        if (!open_.runs.empty())
            pieces_.push_back(std::exchange(open_, {}));
    }

    void add(std::string text, bool is_code = false)
    {
        Run run{std::move(text), bold_ > 0, italic_ > 0, struck_ > 0, is_code, {}};
        if (run.text.empty())
            return;
        const auto first = is_in_link_ ? link_start_ : 0;  // a link's label stays apart from the text before it
        Run* last = open_.runs.size() > first ? &open_.runs.back() : nullptr;
        if (last != nullptr && last->link.empty() && last->is_bold == run.is_bold && last->is_italic == run.is_italic &&
            last->is_struck == run.is_struck && last->is_code == run.is_code)
            last->text += run.text;
        else
            open_.runs.push_back(std::move(run));
    }

    void add_code(std::string code, std::string language)
    {
        if (is_item_due_)
        {
            begin_paragraph();
            pieces_.push_back(std::exchange(open_, {}));
        }
        begin(Piece::Kind::code);
        while (code.ends_with('\n'))
            code.pop_back();
        open_.code = std::move(code);
        open_.language = std::move(language);
        if (!open_.code.empty())
            pieces_.push_back(std::exchange(open_, {}));
    }

    /// A link shows its address: a label alone could say anything.
    void end_link(const std::string& url)
    {
        const auto before = link_start_;
        is_in_link_ = false;
        std::string label;
        for (auto i = before; i < open_.runs.size(); ++i)
            label += open_.runs[i].text;
        const bool is_bare = label == url || "mailto:" + label == url || "http://" + label == url;
        if (is_bare)
            open_.runs.resize(before);
        if (!is_link(url))
        {
            if (!is_bare && !url.empty())
                add(" (" + url + ")");
            else
                add(is_bare ? url : "");
            return;
        }
        const bool is_beside_label = !is_bare && !label.empty();
        if (is_beside_label)
            add(" (");
        open_.runs.push_back({is_bare ? label : url, false, false, false, false, url});
        if (is_beside_label)
            add(")");
    }

    std::vector<Piece> pieces_;
    Piece open_;
    std::vector<List> lists_;
    bool is_item_due_ = false;
    int quotes_ = 0;
    int bold_ = 0;
    int italic_ = 0;
    int struck_ = 0;
    bool is_in_link_ = false;
    std::size_t link_start_ = 0;
};

void Reader::enter(cmark_node* node, cmark_iter* walk)
{
    const std::string_view type = cmark_node_get_type_string(node);
    if (type == "list")
        lists_.push_back({cmark_node_get_list_type(node) == CMARK_ORDERED_LIST, cmark_node_get_list_start(node)});
    else if (type == "item")
        is_item_due_ = true;
    else if (type == "block_quote")
        ++quotes_;
    else if (type == "paragraph")
        begin_paragraph();
    else if (type == "heading")
        begin(Piece::Kind::heading);
    else if (type == "code_block")
        add_code(literal_of(node), cmark_node_get_fence_info(node));
    else if (type == "html_block")
    {
        begin_paragraph();
        add(std::string{trimmed(literal_of(node), "\n")});
        end_paragraph();
    }
    else if (type == "table")
    {
        add_code(table_text(node), "table");
        cmark_iter_reset(walk, node, CMARK_EVENT_EXIT);
    }
    else if (type == "text" || type == "html_inline")
        add(literal_of(node));
    else if (type == "code")
        add(literal_of(node), true);
    else if (type == "softbreak" || type == "linebreak")
        add("\n");
    else if (type == "strong")
        ++bold_;
    else if (type == "emph")
        ++italic_;
    else if (type == "strikethrough")
        ++struck_;
    else if (type == "link" || type == "image")
    {
        is_in_link_ = true;
        link_start_ = open_.runs.size();
    }
}

void Reader::leave(cmark_node* node)
{
    const std::string_view type = cmark_node_get_type_string(node);
    if (type == "list")
        lists_.pop_back();
    else if (type == "item")
        is_item_due_ = false;
    else if (type == "block_quote")
        --quotes_;
    else if (type == "paragraph" || type == "heading")
        end_paragraph();
    else if (type == "strong")
        --bold_;
    else if (type == "emph")
        --italic_;
    else if (type == "strikethrough")
        --struck_;
    else if (type == "link" || type == "image")
        end_link(cmark_node_get_url(node));
}
}  // namespace

std::vector<Piece> pieces_of(std::string_view markdown)
{
    const auto document = parse(markdown);
    const Walk walk{cmark_iter_new(document.get())};
    Reader reader;
    for (auto event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(walk.get()))
    {
        auto* node = cmark_iter_get_node(walk.get());
        if (event == CMARK_EVENT_ENTER)
            reader.enter(node, walk.get());
        else
            reader.leave(node);
    }
    return reader.take();
}

std::string text_of(const Piece& piece)
{
    std::string text = piece.code;
    for (const auto& run : piece.runs)
        text += run.text;
    return text;
}

}  // namespace hotwatch::knowledge
