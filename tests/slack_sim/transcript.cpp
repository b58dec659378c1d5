#include "tests/slack_sim/transcript.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace slack_sim
{

namespace
{
constexpr std::size_t text_indent = 11;  // under the author's name
constexpr std::size_t form_width = 64;

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string text;
    while (times-- > 0)
        text += piece;
    return text;
}

std::string padded(const std::string& text, std::size_t width)
{
    return text + std::string(width - std::min(width, columns(text)), ' ');
}

/// The first line of a message, short enough to name it.
std::string excerpt(const std::string& text)
{
    constexpr std::size_t most = 40;
    std::string line = text.substr(0, text.find('\n'));
    if (columns(line) <= most)
        return line;
    while (columns(line) >= most || (static_cast<unsigned char>(line.back()) & 0xC0U) == 0x80U)
        line.pop_back();
    return line + "…";
}
}  // namespace

NameOf Transcript::names() const
{
    return [this](std::string_view id)
    {
        const std::string user = user_name(id);
        return user.empty() ? channel_name(id) : user;
    };
}

std::string Transcript::user_name(std::string_view id) const
{
    const Config& config = sim_.config();
    if (id == config.bot_user_id)
        return config.bot_name;
    const auto user = std::ranges::find(config.users, id, &User::id);
    return user == config.users.end() ? "" : user->name;
}

std::string Transcript::channel_name(std::string_view id) const
{
    for (const auto& [known, name] : sim_.channels())
        if (known == id)
            return name;
    return "";
}

void Transcript::heading(std::string_view text)
{
    out_ << '\n' << emphasised(fmt::format("━━ {}", text), look_) << '\n';
}

void Transcript::act(std::string_view what)
{
    out_ << '\n'
         << dimmed(hour_text(sim_.now()), look_) << "  " << emphasised(fmt::format("▸ {}", what), look_) << '\n';
}

void Transcript::remark(std::string_view text)
{
    print({std::string{text}}, "         ");
}

void Transcript::print(const std::vector<std::string>& lines, std::string_view indent)
{
    for (const std::string& line : lines)
    {
        out_ << indent;
        for (const char c : line)
            out_ << c << (c == '\n' ? indent : "");
        out_ << '\n';
    }
}

std::optional<Transcript::Thread> Transcript::thread(int number) const
{
    const auto place = static_cast<std::size_t>(number);
    return number > 0 && place <= threads_.size() ? std::optional{threads_[place - 1]} : std::nullopt;
}

/// "[thread 1]" for a reply and for a message that has replies in print; at the first reply also what it hangs under.
std::string Transcript::thread_mark(const ShownMessage& message)
{
    const std::string& root = message.thread_ts.empty() ? message.ts : message.thread_ts;
    const auto known = std::ranges::find_if(threads_, [&](const Thread& thread)
                                            { return thread.channel_id == message.channel_id && thread.ts == root; });
    if (known != threads_.end())
        return fmt::format("[thread {}]", known - threads_.begin() + 1);
    if (message.thread_ts.empty())
        return "";
    threads_.push_back({message.channel_id, root});
    for (const ShownMessage& parent : sim_.messages(message.channel_id))
        if (parent.ts == root)
            return fmt::format("[thread {}, under \"{}\"]", threads_.size(), excerpt(text_of(parent)));
    return fmt::format("[thread {}]", threads_.size());
}

std::vector<std::string> Transcript::lines_of(const ShownMessage& message, const std::string& mark,
                                              const Look& look) const
{
    std::string head =
        fmt::format("{}  {}", dimmed(hour_text(time_of(message.ts)), look), emphasised(message.author, look));
    if (!mark.empty())
        head += " " + dimmed(mark, look);
    if (message.is_ephemeral)
        head += " " + dimmed(fmt::format("(only {} sees)", user_name(message.only_for)), look);
    if (message.is_edited)
        head += " " + dimmed("(edited)", look);
    Look inside = look;
    inside.width -= text_indent;
    std::vector<std::string> lines{std::move(head)};
    for (const std::string& line : read_message(message, names(), inside))
        lines.push_back((message.thread_ts.empty() || lines.size() > 1 ? "       " : "     ↳ ") + line);
    return lines;
}

void Transcript::news(const std::vector<ShownMessage>& messages)
{
    std::string place;
    for (const ShownMessage& message : messages)
    {
        std::string& before = printed_[message.channel_id + message.ts];
        std::string now = text_of(message);
        if (before == now)
            continue;
        before = std::move(now);
        if (const std::string here = channel_name(message.channel_id); here != place)
        {
            place = here;
            out_ << "    " << emphasised(place, look_) << '\n';
        }
        print(lines_of(message, thread_mark(message), look_), "    ");
    }
}

void Transcript::channel(const std::string& name, std::string_view viewer)
{
    out_ << "    " << emphasised(name, look_) << dimmed(" as it stands", look_) << '\n';
    for (const ShownMessage& message : sim_.messages(name, viewer))
        print(lines_of(message, thread_mark(message), look_), "    ");
}

std::string Transcript::text_of(const ShownMessage& message) const
{
    const Look plain{.is_coloured = false, .is_wrapped = false};
    return fmt::format("{}", fmt::join(read_message(message, names(), plain), "\n"));
}

std::vector<std::string> Transcript::channel_lines(const std::string& name, std::string_view viewer) const
{
    const Look plain{.is_coloured = false, .is_wrapped = false};
    std::vector<std::string> lines;
    for (const ShownMessage& message : sim_.messages(name, viewer))
        std::ranges::move(lines_of(message, "", plain), std::back_inserter(lines));
    return lines;
}

std::vector<std::string> Transcript::form_lines(std::string_view user) const
{
    return box(user, {.is_coloured = false, .is_wrapped = false});
}

std::vector<std::string> Transcript::box(std::string_view user, const Look& look) const
{
    const auto form = sim_.open_form(user);
    if (!form)
        return {};
    const auto text = [&](const char* field)
    {
        const auto found = form->find(field);  // null where the app left it out
        return found != form->end() && found->is_object() ? found->value("text", "") : "";
    };
    Look inside = look;
    inside.width = form_width;
    const std::string title = text("title");
    const std::string dismiss = text("close").empty() ? "Cancel" : text("close");
    const std::string buttons =
        fmt::format("[{}]{}", dismiss, text("submit").empty() ? "" : fmt::format(" [{}]", text("submit")));
    const auto ruled = [](std::string_view before, std::size_t taken)
    { return fmt::format("{}{}", before, repeated("─", form_width - std::min(form_width, taken))); };
    std::vector<std::string> lines{fmt::format("┌─ {} {}┐", emphasised(title, look), ruled("", columns(title) + 1))};
    for (const std::string& line : read_blocks(form->at("blocks"), names(), inside, sim_.form_errors(user)))
        lines.push_back(fmt::format("│ {} │", padded(line, form_width)));
    lines.push_back(fmt::format("└{} {} ─┘", ruled("", columns(buttons) + 1), buttons));
    return lines;
}

void Transcript::forms()
{
    for (const User& user : sim_.config().users)
    {
        auto now = box(user.id, look_);
        auto& before = forms_[user.id];
        if (now == before)
            continue;
        if (now.empty())
            remark(fmt::format("{}'s form is closed", user.name));
        else
        {
            remark(fmt::format("before {}:", user.name));
            print(now, "         ");
        }
        before = std::move(now);
    }
}

void Transcript::passed(std::string_view what)
{
    out_ << "       " << (look_.is_coloured ? "\033[32m✓\033[39m " : "✓ ") << what << '\n';
}

void Transcript::failed(int line, std::string_view what, const std::vector<std::string>& shown)
{
    out_ << "       " << (look_.is_coloured ? "\033[31m✗\033[39m " : "✗ ") << fmt::format("line {}: {}\n", line, what);
    print(shown, "           | ");
}

}  // namespace slack_sim
