#include "commands/oncall/rights.hpp"

namespace hotwatch::oncall
{

std::string_view unfit_for_duty(const UserId& user, Book& book)
{
    const auto person = book.people.find(user);
    if (!person)
        return {};
    return person->is_deactivated ? "deactivated in Slack"
           : person->is_guest     ? "a guest or from another workspace"
           : person->is_bot       ? "a bot"
                                  : "";
}

}  // namespace hotwatch::oncall
