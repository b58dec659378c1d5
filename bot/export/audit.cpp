// The audit log, a row each, with the hash that seals it over the one before.
#include <fmt/format.h>

#include "bot/export/rows.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch::exports
{

namespace
{
struct Fact
{
    AuditRow row;
    std::string hash;
};

std::string hex(const std::string& bytes)
{
    std::string out;
    for (const char c : bytes)
        out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

/// "U04ANA by console:root": somebody as whom another asked, from the shell.
Cell actor_name(const std::string& actor, Context& context)
{
    constexpr std::string_view by = " by ";
    const auto at = actor.find(by);
    if (at == std::string::npos)
        return person_name({actor}, context);
    return Cell{fmt::format("{} by {}", name_of({actor.substr(0, at)}, context.book()),
                            name_of({actor.substr(at + by.size())}, context.book()))};
}

const std::vector<ColumnOf<Fact>>& columns()
{
    static const std::vector<ColumnOf<Fact>> all{
        {"seq", [](const Fact& f, Context&) { return Cell{f.row.seq}; }},
        {"at", [](const Fact& f, Context&) { return instant(f.row.at); }},
        {"action", [](const Fact& f, Context&) { return text(f.row.action); }},
        {"object", [](const Fact& f, Context&) { return text(f.row.object); }},
        {"incident", [](const Fact& f, Context&)
         { return f.row.object.starts_with("INC-") ? text(f.row.object) : Cell{Nothing{}}; }},
        {"actor", [](const Fact& f, Context&) { return text(f.row.actor); }},
        {"actor_name", [](const Fact& f, Context& c)
         { return f.row.actor == "hotwatch" ? Cell{"Hotwatch"} : actor_name(f.row.actor, c); }},
        {"text", [](const Fact& f, Context&) { return text(f.row.text); }},
        {"hash", [](const Fact& f, Context&) { return Cell{hex(f.hash)}; }},
    };
    return all;
}

void each_row(Book& book, UtcMillis now, const Visit& visit)
{
    Context context{book, now};
    book.audit.walk(
        [&](const AuditRow& row, const std::string& hash) {
            visit(row_of(columns(), Fact{row, hash}, context));
        });
}
}  // namespace

Subject audit()
{
    return {"audit", "every change, and the hash that seals it", names_of(columns()), each_row};
}

}  // namespace hotwatch::exports
