#include "bot/slack/web_api.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/slack/json_tree.hpp"
#include "bot/slack/profile.hpp"

namespace hotwatch::slack
{

namespace
{
using nlohmann::json;
using std::chrono::seconds;

constexpr std::size_t shown_of_unreadable = 200;  // bytes kept of an answer that is no JSON
constexpr seconds longest_retry_after{86'400};    // a header that asks for more is damaged

// The F column of platform section 14.2: their JSON bodies are not read, so the call would fail as if arguments were
// missing.
constexpr std::array<std::string_view, 17> form_methods{"bots.info",
                                                        "chat.getPermalink",
                                                        "conversations.history",
                                                        "conversations.info",
                                                        "conversations.list",
                                                        "conversations.members",
                                                        "conversations.replies",
                                                        "files.getUploadURLExternal",
                                                        "oauth.v2.access",
                                                        "pins.list",
                                                        "reactions.get",
                                                        "team.info",
                                                        "usergroups.list",
                                                        "usergroups.users.list",
                                                        "users.info",
                                                        "users.list",
                                                        "users.lookupByEmail"};

constexpr std::array<std::string_view, 6> long_lists{"messages", "members",    "channels",
                                                     "users",    "usergroups", "message"};

void append_escaped(std::string& out, std::string_view text)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
            c == '.' || c == '~')
            out += c;
        else if (c == ' ')
            out += '+';
        else
        {
            out += '%';
            out += hex[byte >> 4U];
            out += hex[byte & 0x0FU];
        }
    }
}

std::string form_of(std::string_view args)
{
    const JsonTree tree = read_json(args, {.depth = 64});
    std::string form;
    if (!tree.root.is_object())
        return form;
    for (const auto& [name, value] : tree.root.items())
    {
        if (value.is_null())  // null means the default, in JSON; a form leaves it out
            continue;
        if (!form.empty())
            form += '&';
        append_escaped(form, name);
        form += '=';
        append_escaped(form, value.is_string() ? value.get_ref<const std::string&>()
                                               : value.dump(-1, ' ', false, json::error_handler_t::replace));
    }
    return form;
}

seconds parse_retry_after(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    std::int64_t given = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), given);
    if (error == std::errc::result_out_of_range)
        return longest_retry_after;
    return std::clamp(seconds{given}, seconds{1}, longest_retry_after);
}

std::string joined_messages(const json& answer)
{
    std::string out;
    const auto add = [&out](const json& list)
    {
        if (!list.is_array())
            return;
        for (const json& item : list)
            if (item.is_string())
            {
                out += out.empty() ? "" : "; ";
                out += item.get_ref<const std::string&>();
            }
    };
    if (const auto metadata = answer.find("response_metadata"); metadata != answer.end() && metadata->is_object())
        if (const auto messages = metadata->find("messages"); messages != metadata->end())
            add(*messages);
    if (const auto errors = answer.find("errors"); errors != answer.end())
        add(*errors);
    return out;
}

/// What a code alone says about whether the call took effect.
ApiResult::Kind kind_of(std::string_view error)
{
    if (error == "ratelimited" || error == "rate_limited")
        return ApiResult::Kind::rate_limited;
    if (error == "fatal_error" || error == "internal_error")  // part of it may have happened (platform 12.4)
        return ApiResult::Kind::unknown;
    return ApiResult::Kind::refused;
}

bool is_code(std::string_view text)
{
    return !text.empty() && text.size() <= 64 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

/// A response_url answers "ok", or JSON, or a bare word such as used_url; only its status counts (platform section 9).
void interpret_response_url(ApiResult& result, std::string_view body, const json& answer)
{
    if (result.status >= 200 && result.status < 300)
    {
        const auto ok = answer.is_object() ? answer.find("ok") : answer.end();
        const bool is_refusal = answer.is_object() && ok != answer.end() && ok->is_boolean() && !ok->get<bool>();
        result.kind = is_refusal ? ApiResult::Kind::refused : ApiResult::Kind::ok;
        if (is_refusal)
            result.error = text_at(answer, "/error");
    }
    else if (result.status >= 300 && result.status < 500)
    {
        result.kind = ApiResult::Kind::refused;
        result.error = is_code(body) ? std::string{body} : text_at(answer, "/error");
    }
}

void interpret_method(ApiResult& result, const JsonTree& tree)
{
    const json& answer = tree.root;
    const auto ok = answer.is_object() ? answer.find("ok") : answer.end();
    if (!tree.is_complete || !answer.is_object() || ok == answer.end() || !ok->is_boolean())
    {
        if (result.status == 200)
            result.error = "the answer is not Slack's JSON";
        return;
    }
    if (ok->get<bool>())
    {
        if (result.status == 200)
            result.kind = ApiResult::Kind::ok;
        return;
    }
    result.error = text_at(answer, "/error");
    result.messages = joined_messages(answer);
    result.kind = result.status >= 500 ? ApiResult::Kind::unknown : kind_of(result.error);
}
}  // namespace

EncodedBody encode(std::string_view method, std::string_view args)
{
    if (std::ranges::find(form_methods, method) != form_methods.end())
        return {"application/x-www-form-urlencoded", form_of(args)};
    // Without the charset every ok answer carries a warning (platform 12.1).
    return {"application/json; charset=utf-8", args.empty() ? "{}" : std::string{args}};
}

std::optional<UtcMillis> http_date(const std::string& text)
{
    std::tm parts{};
    const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end == nullptr || *end != '\0')
        return std::nullopt;
    return UtcMillis{seconds{::timegm(&parts)}};
}

ApiResult interpret(std::string_view method, int status, std::string_view retry_after, std::string_view body)
{
    ApiResult result;
    result.status = status;
    // ok, error and response_metadata.messages lie within depth 3; of a list of people or messages nothing is built.
    const JsonTree tree = read_json(body, {.depth = 3, .unread = long_lists, .unread_within = 1});
    result.body = tree.is_complete ? body : body.substr(0, shown_of_unreadable);
    if (method == "response_url")
        interpret_response_url(result, body, tree.root);
    else
        interpret_method(result, tree);
    if (status == 429)
    {
        result.kind = ApiResult::Kind::rate_limited;
        result.error = "ratelimited";
    }
    if (result.kind == ApiResult::Kind::rate_limited)
        result.retry_after = parse_retry_after(retry_after);
    if (result.error.empty() && result.kind == ApiResult::Kind::refused)
        result.error = status == 200 ? "unknown_error" : fmt::format("http_{}", status);
    if (result.error.empty() && result.kind == ApiResult::Kind::unknown)
        result.error = fmt::format("HTTP status {}", status);
    return result;
}

namespace
{
struct Known
{
    std::string_view code;
    ErrorClass what;
};

using enum ErrorClass;
// Platform 12.4. Reads and idempotent writes may be repeated after retry_later; posts are looked up first where the
// answer was lost.
constexpr auto known_codes = std::to_array<Known>({
    {"ratelimited", retry_later},
    {"rate_limited", retry_later},
    {"message_limit_exceeded", retry_later},
    {"internal_error", retry_later},
    {"fatal_error", retry_later},
    {"service_unavailable", retry_later},
    {"request_timeout", retry_later},
    {"team_added_to_org", retry_later},
    {"external_channel_migrating", retry_later},
    {"canvas_editing_locked", retry_later},
    {"too_many_requests", retry_later},
    {"fetch_members_failed", retry_later},
    {"update_failed", retry_later},
    {"invalid_auth", token_gone},
    {"not_authed", token_gone},
    {"account_inactive", token_gone},
    {"token_revoked", token_gone},
    {"token_expired", token_gone},
    {"user_removed_from_team", token_gone},
    {"team_disabled", token_gone},
    {"org_login_required", token_gone},
    {"two_factor_setup_required", token_gone},
    {"missing_scope", setup_wrong},
    {"not_allowed_token_type", setup_wrong},
    {"no_permission", setup_wrong},
    {"access_denied", setup_wrong},
    {"accesslimited", setup_wrong},
    {"ekm_access_denied", setup_wrong},
    {"team_access_not_granted", setup_wrong},
    {"enterprise_is_restricted", setup_wrong},
    {"plan_upgrade_required", setup_wrong},
    {"permission_denied", setup_wrong},
    {"forbidden_team", setup_wrong},
    {"insecure_request", setup_wrong},
    {"channel_not_found", target_wrong},
    {"not_in_channel", target_wrong},
    {"is_archived", target_wrong},
    {"is_inactive", target_wrong},
    {"user_not_found", target_wrong},
    {"users_not_found", target_wrong},
    {"user_not_in_channel", target_wrong},
    {"message_not_found", target_wrong},
    {"cant_update_message", target_wrong},
    {"cant_invite_self", target_wrong},
    {"method_not_supported_for_channel_type", target_wrong},
    {"already_in_channel", already_so},
    {"already_pinned", already_so},
    {"already_reacted", already_so},
    {"already_archived", already_so},
    {"channel_canvas_already_exists", already_so},
    {"not_pinned", already_so},
    {"no_reaction", already_so},
    {"invalid_arguments", our_bug},
    {"invalid_arg_name", our_bug},
    {"invalid_blocks", our_bug},
    {"invalid_blocks_format", our_bug},
    {"msg_too_long", our_bug},
    {"msg_blocks_too_long", our_bug},
    {"no_text", our_bug},
    {"metadata_too_large", our_bug},
    {"invalid_json", our_bug},
    {"json_not_object", our_bug},
    {"view_too_large", our_bug},
    {"invalid_form_data", our_bug},
    {"missing_args", our_bug},
    {"expired_trigger_id", too_late},
    {"exchanged_trigger_id", too_late},
    {"trigger_expired", too_late},
    {"trigger_exchanged", too_late},
    {"hash_conflict", too_late},
    {"time_in_past", too_late},
});
}  // namespace

ErrorClass classify(std::string_view error)
{
    if (const auto known = std::ranges::find(known_codes, error, &Known::code); known != known_codes.end())
        return known->what;
    if (error.starts_with("restricted_action"))
        return setup_wrong;
    if (error.starts_with("invalid_metadata_"))
        return our_bug;
    return ErrorClass::final;
}

}  // namespace hotwatch::slack
