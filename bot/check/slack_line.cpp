#include "bot/check/slack_line.hpp"

#include <optional>

#include "bot/pch_net.hpp"
#include "bot/slack/connection.hpp"

namespace hotwatch::check
{

namespace
{
namespace asio = boost::asio;
constexpr std::chrono::seconds grace{1};  // each call ends by itself; this is for when it does not
}  // namespace

struct SlackLine::State
{
    explicit State(slack::Endpoint endpoint)
        : transport(io, std::move(endpoint), [this](const std::exception_ptr& failed) { error = failed; })
    {
    }
    asio::io_context io{1};
    std::exception_ptr error;
    slack::AsioTransport transport;
};

SlackLine::SlackLine(slack::Endpoint endpoint) : state_(std::make_unique<State>(std::move(endpoint))) {}

SlackLine::~SlackLine() = default;

slack::ApiResult SlackLine::call(slack::ApiRequest request)
{
    auto result = std::make_shared<std::optional<slack::ApiResult>>();
    auto is_over = std::make_shared<bool>(false);
    asio::steady_timer end{state_->io, request.timeout + grace};
    end.async_wait([is_over](const boost::system::error_code& error) { *is_over = !error; });
    state_->transport.call(std::move(request), [result](slack::ApiResult came) { *result = std::move(came); });
    while (!*result && !*is_over && !state_->error)
    {
        state_->io.restart();
        state_->io.run_one();
    }
    if (state_->error)
        std::rethrow_exception(state_->error);
    if (*result)
        return std::move(**result);
    slack::ApiResult nothing;
    nothing.error = "no answer in time";
    return nothing;
}

}  // namespace hotwatch::check
