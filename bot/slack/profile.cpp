#include "bot/slack/profile.hpp"

#include <nlohmann/json.hpp>

namespace hotwatch::slack
{

namespace
{
const nlohmann::json* find(const nlohmann::json& from, std::string_view pointer)
{
    const nlohmann::json* at = &from;
    while (!pointer.empty())
    {
        pointer.remove_prefix(1);  // the slash
        const auto name = pointer.substr(0, pointer.find('/'));
        if (!at->is_object())
            return nullptr;
        const auto found = at->find(name);
        if (found == at->end())
            return nullptr;
        at = &*found;
        pointer.remove_prefix(name.size());
    }
    return at;
}
}  // namespace

std::string text_at(const nlohmann::json& from, std::string_view pointer)
{
    const auto* found = find(from, pointer);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string{};
}

bool truth_at(const nlohmann::json& from, std::string_view pointer)
{
    const auto* found = find(from, pointer);
    if (found == nullptr)
        return false;
    return found->is_boolean() ? found->get<bool>() : found->is_string() && found->get<std::string>() == "true";
}

Person person_from(const nlohmann::json& user, std::string_view team_id)
{
    Person person;
    person.id = UserId{text_at(user, "/id")};
    person.real_name = text_at(user, "/profile/real_name");
    if (person.real_name.empty())
        person.real_name = text_at(user, "/real_name");
    person.display_name = text_at(user, "/profile/display_name");
    if (person.display_name.empty())
        person.display_name = text_at(user, "/name");
    person.zone = text_at(user, "/tz");
    person.is_bot = truth_at(user, "/is_bot");
    person.is_deactivated = truth_at(user, "/deleted");
    const std::string team = text_at(user, "/team_id");
    person.is_guest = truth_at(user, "/is_restricted") || truth_at(user, "/is_ultra_restricted") ||
                      truth_at(user, "/is_stranger") || (!team.empty() && !team_id.empty() && team != team_id);
    person.is_complete = true;
    return person;
}

}  // namespace hotwatch::slack
