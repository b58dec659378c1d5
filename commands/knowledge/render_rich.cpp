#include "commands/knowledge/render_rich.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "commands/knowledge/danger.hpp"

namespace hotwatch::knowledge
{

namespace
{
using nlohmann::json;
using Kind = Piece::Kind;

Run bold(std::string text)
{
    return {.text = std::move(text), .is_bold = true, .link = {}};
}

std::string warning(const Danger& danger)
{
    return danger.is_destructive ? fmt::format("⚠ Destructive: this command {}. Ask before you run it.", danger.what)
                                 : fmt::format("⚠ With care: this command {}.", danger.what);
}

std::optional<Danger> danger_in(const Piece& piece)
{
    return piece.kind == Kind::code && piece.language != "table" ? danger_of(piece.code) : std::nullopt;
}

/// A step's number stands before its title, both bold.
std::vector<Run> runs_of(const Piece& piece)
{
    auto runs = piece.runs;
    if (piece.kind == Kind::heading || piece.step != 0)
        for (auto& run : runs)
            run.is_bold = true;
    if (piece.step != 0)
        runs.insert(runs.begin(), bold(fmt::format("Step {}: ", piece.step)));
    return runs;
}

json element(const Run& run)
{
    json made{{"type", run.link.empty() ? "text" : "link"}, {"text", run.text}};
    if (!run.link.empty())
        made["url"] = run.link;
    json style = json::object();
    for (const auto& [name, is_on] : {std::pair{"bold", run.is_bold}, std::pair{"italic", run.is_italic},
                                      std::pair{"strike", run.is_struck}, std::pair{"code", run.is_code}})
        if (is_on)
            style[name] = true;
    if (!style.empty())
        made["style"] = std::move(style);
    return made;
}

json with_elements(std::string_view type, const std::vector<Run>& runs)
{
    json elements = json::array();
    for (const auto& run : runs)
        if (!run.text.empty())
            elements.push_back(element(run));
    return {{"type", type}, {"elements", std::move(elements)}};
}

class Writer
{
  public:
    void take(const Piece& piece)
    {
        if (piece.kind == Kind::heading && blocks_.size() + 1 < most_blocks)
            end_block();
        if (piece.kind == Kind::item && piece.step == 0)
            return add_item(piece);
        end_list();
        if (piece.kind == Kind::code)
            return add_code(piece);
        if (piece.kind == Kind::quote)
        {
            end_text();
            elements_.push_back(with_elements("rich_text_quote", runs_of(piece)));
            return;
        }
        add_line(runs_of(piece));
    }

    std::vector<json> finish()
    {
        end_block();
        return std::move(blocks_);
    }

  private:
    /// Lines of text stand in one section: each section by itself would leave it to Slack whether they are parted.
    void add_line(const std::vector<Run>& runs)
    {
        if (!line_.empty())
            line_.push_back({.text = "\n", .link = {}});
        line_.insert(line_.end(), runs.begin(), runs.end());
    }

    void add_item(const Piece& piece)
    {
        end_text();
        const bool is_numbered = piece.number != 0;
        if (list_.is_null() || list_["indent"] != piece.indent || (list_["style"] == "ordered") != is_numbered)
        {
            end_list();
            list_ = {{"type", "rich_text_list"},
                     {"style", is_numbered ? "ordered" : "bullet"},
                     {"indent", piece.indent},
                     {"elements", json::array()}};
            if (piece.number > 1)
                list_["offset"] = piece.number - 1;
        }
        list_["elements"].push_back(with_elements("rich_text_section", runs_of(piece)));
    }

    void add_code(const Piece& piece)
    {
        if (const auto danger = danger_in(piece))
            add_line({bold(warning(*danger))});
        end_text();
        elements_.push_back(with_elements("rich_text_preformatted", {{.text = piece.code, .link = {}}}));
    }

    void end_text()
    {
        if (!line_.empty())
            elements_.push_back(with_elements("rich_text_section", std::exchange(line_, {})));
    }

    void end_list()
    {
        if (!list_.is_null())
            elements_.push_back(std::exchange(list_, {}));
    }

    void end_block()
    {
        end_text();
        end_list();
        if (!elements_.empty())
            blocks_.push_back({{"type", "rich_text"}, {"elements", std::exchange(elements_, json::array())}});
    }

    std::vector<json> blocks_;
    json elements_ = json::array();
    std::vector<Run> line_;
    json list_;
};
}  // namespace

std::vector<json> rich_blocks(const std::vector<Piece>& pieces)
{
    Writer writer;
    for (const auto& piece : pieces)
        writer.take(piece);
    return writer.finish();
}

std::string plain_text(const std::vector<Piece>& pieces)
{
    std::string text;
    for (const auto& piece : pieces)
    {
        if (!text.empty())
            text += piece.kind == Kind::heading ? "\n\n" : "\n";
        if (const auto danger = danger_in(piece))
            text += warning(*danger) + "\n";
        const auto indent = std::string(static_cast<std::size_t>(piece.indent) * 2, ' ');
        if (piece.kind == Kind::item && piece.step == 0)
            text += indent + (piece.number != 0 ? fmt::format("{}. ", piece.number) : "• ");
        else if (piece.kind == Kind::quote)
            text += "> ";
        text += piece.code;
        for (const auto& run : runs_of(piece))
            text += run.text;
    }
    return text;
}

}  // namespace hotwatch::knowledge
