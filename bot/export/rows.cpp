#include "bot/export/rows.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "bot/secrets.hpp"
#include "commands/oncall/resolve.hpp"

namespace hotwatch::exports
{

const std::vector<Subject>& subjects()
{
    static const std::vector<Subject> all{incidents(), timeline(), shifts(), faq(), runbooks(), audit()};
    return all;
}

const std::string& Context::name_of(const UserId& user)
{
    const auto [found, is_new] = names_.try_emplace(user.value);
    if (is_new)
        found->second = user.empty() ? "Hotwatch" : hotwatch::name_of(user, book_);
    return found->second;
}

Cell text(std::string_view text)
{
    return text.empty() ? Cell{Nothing{}} : Cell{without_secrets(std::string{text})};
}

Cell instant(const std::optional<UtcMillis>& t)
{
    if (!t)
        return Nothing{};
    const auto whole = std::chrono::floor<std::chrono::seconds>(*t);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(whole)),
                       (*t - whole).count());
}

Cell incident_name(std::int64_t id)
{
    return id == 0 ? Cell{Nothing{}} : Cell{fmt::format("INC-{}", id)};
}

Cell person(const UserId& user)
{
    return user.empty() ? Cell{Nothing{}} : Cell{user.value};
}

Cell person_name(const UserId& user, Context& context)
{
    return context.name_of(user);
}

}  // namespace hotwatch::exports
