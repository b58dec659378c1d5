// The arguments of one Web API call, whichever way they came: query, form or JSON (platform section 12.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace slack_sim
{

using Json = nlohmann::json;

class Args
{
  public:
    Args() : given_(Json::object()) {}
    /// Precondition: an object.
    explicit Args(Json given) : given_(std::move(given)) {}

    /// Reads "a=b&c=d", percent-encoded, over what is there.
    void read_form(std::string_view text);

    /// Given and not null.
    [[nodiscard]] bool has(std::string_view key) const;
    /// Text as it is, numbers and booleans written out, "" where absent or structured.
    [[nodiscard]] std::string text(std::string_view key) const;
    [[nodiscard]] bool flag(std::string_view key, bool otherwise = false) const;
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view key) const;
    /// An object or array, given as such or as JSON text; null where absent, discarded where it is not JSON.
    [[nodiscard]] Json structure(std::string_view key) const;
    /// JSON numbers are not time stamps: Slack takes a numeric thread_ts and loses the thread (trap 17).
    [[nodiscard]] bool is_number(std::string_view key) const;
    [[nodiscard]] const Json& given() const { return given_; }

  private:
    Json given_;
};

}  // namespace slack_sim
