#include "bot/http/health.hpp"

#include <fmt/format.h>

namespace hotwatch::http
{

Answer answer(std::string_view target, const EngineStatus& status)
{
    const auto path = target.substr(0, target.find('?'));
    if (path != "/healthz" && path != "/readyz")
        return {404, "not found\n"};
    if (!status.desk.store_writes)
        return {503, "the store cannot write: its disk is full\n"};
    if (path == "/readyz" && status.link.live == 0)
        return {503, fmt::format("not connected to Slack{}{}\n", status.link.trouble.empty() ? "" : ": ",
                                 status.link.trouble)};
    if (path == "/readyz" && !status.desk.token_trouble.empty())
        return {503, fmt::format("Slack refuses the bot token ({}): nothing goes out\n", status.desk.token_trouble)};
    if (status.desk.has_lost_rows)
        return {200, "ok, but the store may lack its newest rows: see /status\n"};
    return {200, "ok\n"};
}

}  // namespace hotwatch::http
