// `list`: the open ones, one's own, a severity's, or what was declared this week.
#include <charconv>

#include <fmt/format.h>

#include "commands/blocks.hpp"
#include "commands/grammar.hpp"
#include "commands/incident/handler.hpp"
#include "commands/incident/incident.hpp"
#include "commands/incident/render.hpp"
#include "commands/letters.hpp"
#include "commands/render.hpp"

namespace hotwatch
{

namespace
{
using namespace incident;

constexpr std::size_t on_a_page = 15;
constexpr auto week = std::chrono::days{7};

/// What a list is narrowed to.
struct Filter
{
    std::string word;  // as it is typed: "mine"
    std::string title;
    std::string none;
    std::optional<Severity> severity;
    UserId of;  // theirs only; empty: anybody's
    bool is_week = false;
};

/// "", "open", "mine", "week", "P0". nullopt: none of these.
std::optional<Filter> filter_named(const Request& request)
{
    auto word = lowered(request.words.rest);
    constexpr std::string_view noun = " incidents";
    if (word.ends_with(noun))
        word.erase(word.size() - noun.size());
    if (word.empty() || word == "open")
        return Filter{"open", "Open incidents, worst first:", "No incident is open.", {}, {}};
    if (word == "mine" || word == "my")
        return Filter{"mine",
                      "Open incidents that you declared, command or work on:",
                      "No open incident is yours.",
                      {},
                      request.user};
    if (word == "week" || word == "this week")
        return Filter{"week",
                      "Declared in the last seven days, newest first:",
                      "No incident was declared in the last seven days.",
                      {},
                      {},
                      true};
    if (const auto severity = parse_severity(word))
        return Filter{fmt::format("P{}", static_cast<int>(*severity)),
                      fmt::format("Open incidents, {}:", blocks::severity(*severity)),
                      fmt::format("No incident with {} is open.", blocks::severity(*severity)),
                      severity,
                      {}};
    return std::nullopt;
}

std::size_t page_asked(const Request& request)
{
    const auto text = said(request, "page");
    std::size_t page = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    return is_number && page > 0 && page < 1'000'000 ? page : 1;
}

/// The incidents of one page, and one more where there are further ones.
std::vector<Incident> page_of(const Filter& filter, std::size_t page, Book& book, UtcMillis now)
{
    const auto skip = static_cast<int>((page - 1) * on_a_page);
    constexpr int most = static_cast<int>(on_a_page) + 1;
    if (filter.is_week)
        return book.incidents.declared_since(now - week, most, skip);
    if (filter.severity)
        return book.incidents.open_with(*filter.severity, most, skip);
    if (!filter.of.empty())
        return book.incidents.open_of(filter.of, most, skip);
    return book.incidents.open(most, skip);
}
}  // namespace

Outcome list_incidents(const Request& request, Book& book, UtcMillis now)
{
    const auto filter = filter_named(request);
    if (!filter)
        return refuse(Refusal::Why::usage,
                      how_to("A list can be `open`, `mine`, one severity, or `week` (declared in the last seven days).",
                             shown_name("incident", book.policy()) + " list P0"));
    const auto page = page_asked(request);
    auto incidents = page_of(*filter, page, book, now);
    const bool has_more = incidents.size() > on_a_page;
    if (has_more)
        incidents.resize(on_a_page);
    std::vector<View> views;
    for (const auto& incident : incidents)
        views.push_back(view_of(incident, book, now));
    const auto& title = views.empty() ? filter->none : filter->title;
    const auto more = has_more ? fmt::format("incident list {} --page={}", filter->word, page + 1) : std::string{};
    return unchanged(render_list(views, title, more, now));
}

}  // namespace hotwatch
