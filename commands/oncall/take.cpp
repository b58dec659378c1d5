// `take`: the caller is on call from now on.
#include <algorithm>

#include <fmt/format.h>

#include "commands/grammar.hpp"
#include "commands/letters.hpp"
#include "commands/oncall/change.hpp"
#include "commands/oncall/oncall.hpp"
#include "commands/oncall/when.hpp"

namespace hotwatch
{

namespace
{
using namespace oncall;

constexpr std::array fillers{"for", "as", "over", "from", "now", "on", "call", "on-call", "oncall", "the"};
constexpr std::array untils{"until", "till", "til", "to"};

bool is_in(const auto& words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

struct Said
{
    Role role = Role::primary;
    std::optional<UtcMillis> end;
    std::string length;  // "2h", or until when exactly
};

boost::system::result<Said, Refusal> read(const Request& request, Book& book, UtcMillis now)
{
    Said said;
    const auto& args = request.words.args;
    for (std::size_t i = 0; i < args.size(); ++i)
    {
        const auto word = lowered(trimmed(args[i], ".,!"));
        if (is_in(untils, word))
        {
            for (++i; i < args.size(); ++i)
                said.length += (said.length.empty() ? "" : " ") + args[i];
            said.end = moment(said.length, request.zone, now);
            if (!said.end)
                return refuse(Refusal::Why::usage, refuse_end(said.length, reader_of(request, book, now)));
            said.length = "until " + exactly(*said.end);
        }
        else if (const auto role = parse_role(word))
            said.role = *role;
        else if (const auto length = parse_duration(word))
        {
            said.end = now + *length;
            said.length = word;
        }
        else if (!is_in(fillers, word))
            return refuse(Refusal::Why::usage, refuse_take_word(args[i], reader_of(request, book, now)));
    }
    return said;
}

/// When the shift that runs at `now` passes on, or the gap between two shifts ends. nullopt: never.
std::optional<UtcMillis> shift_end(const Roster& roster, UtcMillis now)
{
    if (const auto turn = turn_at(roster, now))
        return turn->shift.period.end;
    const auto next = next_turn(roster, now);
    return next ? std::optional{next->shift.period.start} : std::nullopt;
}
}  // namespace

Outcome take_role(const Request& request, Book& book, UtcMillis now)
{
    const auto said = read(request, book, now);
    if (!said)
        return said.error();
    const auto reader = reader_of(request, book, now);
    if (request.is_console)
        return refuse(Refusal::Why::not_allowed, refuse_shell(reader));

    Wanted wanted;
    wanted.role = said->role;
    wanted.user = request.user;
    if (said->end)
    {
        const auto length = std::chrono::floor<seconds>(*said->end - now);
        if (*said->end <= now)
            return refuse(Refusal::Why::not_now, refuse_over(reader));
        if (length < shortest_override || length > longest_override)
            return refuse(Refusal::Why::usage, refuse_length(length, reader));
        wanted.period = {now, *said->end};
    }
    else
    {
        const auto end = shift_end(roster_ahead(book, now), now);
        if (!end || *end - now > longest_override)
            return refuse(Refusal::Why::usage, refuse_no_shift_end(end, reader));
        wanted.period = {now, *end};
    }
    if (const auto over = request.words.flags.find("over"); over != request.words.flags.end())
        wanted.over = ids_in(over->second);
    wanted.line = std::string{"oncall take "}.append(role_name(wanted.role));
    if (!said->length.empty())
        wanted.line += " " + said->length;
    else if (wanted.period.end - now >= shortest_override)
        wanted.line += " until " + exactly(wanted.period.end);  // pressed late, it must not take the next shift
    return put_in_place(request, wanted, book, now);
}

}  // namespace hotwatch
