#include "commands/form.hpp"

#include "commands/render.hpp"

namespace hotwatch
{

Outcome ask_by_form(const Request& request, Modal form, std::string action_id, std::string value)
{
    if (request.can_open_modal)
    {
        Reply answer;
        answer.modal = std::move(form);
        return answer;
    }
    if (request.origin == Origin::shell)
        return Refusal{.why = Refusal::Why::usage, .message = std::move(form.text_form), .fields = {}};
    return Refusal{.why = Refusal::Why::usage,
                   .message = render_text(form.text_form.text, {{.label = "Open form",
                                                                 .action_id = std::move(action_id),
                                                                 .value = std::move(value),
                                                                 .style = blocks::Button::Style::primary,
                                                                 .spoken = "Open the form"}}),
                   .fields = {}};
}

}  // namespace hotwatch
