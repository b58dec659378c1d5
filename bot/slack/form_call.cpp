#include "bot/slack/form_call.hpp"

#include <nlohmann/json.hpp>

namespace hotwatch::slack
{

ApiRequest views_open(std::string_view trigger_id, std::string_view view)
{
    ApiRequest request{
        .method = "views.open", .args = {}, .url = {}, .token = Token::bot, .timeout = std::chrono::seconds{3}};
    request.args = R"({"trigger_id":)" +
                   nlohmann::json(trigger_id).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
                   R"(,"view":)" + std::string{view} + "}";
    return request;
}

}  // namespace hotwatch::slack
