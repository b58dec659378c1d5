#include "bot/slack/web_api.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/slack/profile.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;
using namespace std::chrono_literals;

// Platform 14.2, column "enc": these do not read a JSON body at all.
constexpr std::array form_only{"chat.getPermalink",
                               "conversations.history",
                               "conversations.replies",
                               "conversations.info",
                               "conversations.list",
                               "conversations.members",
                               "pins.list",
                               "reactions.get",
                               "users.info",
                               "users.list",
                               "users.lookupByEmail",
                               "usergroups.list",
                               "usergroups.users.list",
                               "files.getUploadURLExternal"};

constexpr std::size_t unreadable_kept = 200;

std::string dump(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string percent_encoded(std::string_view text)
{
    std::string encoded;
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
            byte == '-' || byte == '_' || byte == '.' || byte == '~')
            encoded += c;
        else
            encoded += fmt::format("%{:02X}", byte);
    }
    return encoded;
}

std::string form_of(const json& args)
{
    std::string form;
    if (!args.is_object())
        return form;
    for (const auto& [name, value] : args.items())
    {
        if (value.is_null())
            continue;
        const auto text = value.is_string() ? value.get<std::string>() : dump(value);
        form += fmt::format("{}{}={}", form.empty() ? "" : "&", percent_encoded(name), percent_encoded(text));
    }
    return form;
}

std::chrono::seconds seconds_of(std::string_view text, std::chrono::seconds where_missing)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value < 0)
        return where_missing;
    return std::clamp(std::chrono::seconds{value}, std::chrono::seconds{1}, std::chrono::seconds{24h});
}

std::string joined(const json& list)
{
    std::string text;
    if (list.is_array())
        for (const auto& item : list)
            if (item.is_string())
                text += (text.empty() ? "" : "; ") + item.get<std::string>();
    return text;
}

/// Slack itself is unsure whether it did what was asked (platform 12.4 and 14.1).
bool is_unsure(std::string_view error)
{
    constexpr std::array unsure{"internal_error", "fatal_error", "request_timeout", "service_unavailable"};
    return std::find(unsure.begin(), unsure.end(), error) != unsure.end();
}

ApiResult of_response_url(int status, std::string_view retry_after, std::string_view body)
{
    ApiResult result{.status = status, .body = std::string{body.substr(0, unreadable_kept)}};
    if (status >= 200 && status < 300)
        result.kind = ApiResult::Kind::ok;
    else if (status == 429)
    {
        result.kind = ApiResult::Kind::rate_limited;
        result.error = "ratelimited";
        result.retry_after = seconds_of(retry_after, 1s);
    }
    else
    {
        result.kind = ApiResult::Kind::refused;
        result.error = fmt::format("HTTP {}", status);
    }
    return result;
}

void read_refusal(const json& parsed, std::string_view retry_after, ApiResult& result)
{
    result.error = text_at(parsed, "/error");
    if (result.error.empty())
        result.error = "unnamed_error";
    if (const auto metadata = parsed.find("response_metadata"); metadata != parsed.end() && metadata->is_object())
        result.messages = joined(metadata->value("messages", json::array()));
    if (const auto needed = text_at(parsed, "/needed"); !needed.empty())
        result.messages += fmt::format("{}needed: {}", result.messages.empty() ? "" : "; ", needed);
    if (result.error == "ratelimited" || result.error == "rate_limited")
    {
        result.kind = ApiResult::Kind::rate_limited;
        result.retry_after = seconds_of(retry_after, 1s);
    }
    else
        result.kind = is_unsure(result.error) ? ApiResult::Kind::unknown : ApiResult::Kind::refused;
}
}  // namespace

EncodedBody encode(std::string_view method, std::string_view args)
{
    if (std::find(form_only.begin(), form_only.end(), method) == form_only.end())
        return {"application/json; charset=utf-8", std::string{args}};
    return {"application/x-www-form-urlencoded", form_of(json::parse(args, nullptr, false))};
}

ApiResult interpret(std::string_view method, int status, std::string_view retry_after, std::string_view body)
{
    if (method == "response_url")
        return of_response_url(status, retry_after, body);
    ApiResult result{.status = status};
    const json parsed = status == 200 || status == 429 ? json::parse(body, nullptr, false) : json{};
    if (status == 429)
    {
        result.kind = ApiResult::Kind::rate_limited;
        result.error = "ratelimited";
        result.retry_after = seconds_of(retry_after, 1s);
        return result;
    }
    if (status != 200 || !parsed.is_object())
    {
        result.kind = ApiResult::Kind::unknown;
        result.error = status == 200 ? "the answer is not JSON" : fmt::format("HTTP {}", status);
        result.body = std::string{body.substr(0, unreadable_kept)};
        return result;
    }
    result.body = std::string{body};
    if (truth_at(parsed, "/ok"))
        result.kind = ApiResult::Kind::ok;
    else
        read_refusal(parsed, retry_after, result);
    return result;
}

ErrorClass classify(std::string_view error)
{
    using Class = ErrorClass;
    static const std::map<std::string_view, Class> classes{
        {"ratelimited", Class::retry_later},
        {"rate_limited", Class::retry_later},
        {"message_limit_exceeded", Class::retry_later},
        {"internal_error", Class::retry_later},
        {"fatal_error", Class::retry_later},
        {"service_unavailable", Class::retry_later},
        {"request_timeout", Class::retry_later},
        {"team_added_to_org", Class::retry_later},
        {"external_channel_migrating", Class::retry_later},
        {"canvas_editing_locked", Class::retry_later},
        {"too_many_requests", Class::retry_later},
        {"fetch_members_failed", Class::retry_later},
        {"update_failed", Class::retry_later},
        {"invalid_auth", Class::token_gone},
        {"not_authed", Class::token_gone},
        {"account_inactive", Class::token_gone},
        {"token_revoked", Class::token_gone},
        {"token_expired", Class::token_gone},
        {"user_removed_from_team", Class::token_gone},
        {"team_disabled", Class::token_gone},
        {"org_login_required", Class::token_gone},
        {"two_factor_setup_required", Class::token_gone},
        {"missing_scope", Class::setup_wrong},
        {"not_allowed_token_type", Class::setup_wrong},
        {"no_permission", Class::setup_wrong},
        {"access_denied", Class::setup_wrong},
        {"accesslimited", Class::setup_wrong},
        {"ekm_access_denied", Class::setup_wrong},
        {"team_access_not_granted", Class::setup_wrong},
        {"enterprise_is_restricted", Class::setup_wrong},
        {"plan_upgrade_required", Class::setup_wrong},
        {"permission_denied", Class::setup_wrong},
        {"channel_not_found", Class::target_wrong},
        {"not_in_channel", Class::target_wrong},
        {"is_archived", Class::target_wrong},
        {"is_inactive", Class::target_wrong},
        {"user_not_found", Class::target_wrong},
        {"users_not_found", Class::target_wrong},
        {"message_not_found", Class::target_wrong},
        {"cant_update_message", Class::target_wrong},
        {"cant_invite_self", Class::target_wrong},
        {"method_not_supported_for_channel_type", Class::target_wrong},
        {"already_in_channel", Class::already_so},
        {"already_pinned", Class::already_so},
        {"already_reacted", Class::already_so},
        {"already_archived", Class::already_so},
        {"channel_canvas_already_exists", Class::already_so},
        {"not_pinned", Class::already_so},
        {"no_reaction", Class::already_so},
        {"invalid_arguments", Class::our_bug},
        {"invalid_arg_name", Class::our_bug},
        {"invalid_blocks", Class::our_bug},
        {"invalid_blocks_format", Class::our_bug},
        {"msg_too_long", Class::our_bug},
        {"msg_blocks_too_long", Class::our_bug},
        {"no_text", Class::our_bug},
        {"metadata_too_large", Class::our_bug},
        {"invalid_json", Class::our_bug},
        {"view_too_large", Class::our_bug},
        {"invalid_form_data", Class::our_bug},
        {"expired_trigger_id", Class::too_late},
        {"exchanged_trigger_id", Class::too_late},
        {"trigger_expired", Class::too_late},
        {"trigger_exchanged", Class::too_late},
        {"hash_conflict", Class::too_late},
        {"time_in_past", Class::too_late}};
    if (error.starts_with("restricted_action"))
        return Class::setup_wrong;
    if (error.starts_with("invalid_metadata"))
        return Class::our_bug;
    const auto found = classes.find(error);
    return found == classes.end() ? Class::final : found->second;
}

}  // namespace hotwatch::slack
