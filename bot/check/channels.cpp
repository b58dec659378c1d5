#include "bot/check/channels.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>

#include "bot/check/slack_words.hpp"
#include "bot/slack/profile.hpp"

namespace hotwatch::check
{

namespace
{
using nlohmann::json;
using slack::ApiResult;
using Mark = Finding::Mark;

constexpr int most_pages = 20;  // Slack lets the list be asked for twenty times a minute

/// A configured channel and what it is for: "support, reviews".
using Wanted = std::map<std::string, std::string>;

Wanted wanted_by(const Policy& policy)
{
    Wanted wanted;
    for (const auto& [role, channel] : policy.channels)
    {
        auto& roles = wanted[channel];
        roles += (roles.empty() ? "" : ", ") + role;
    }
    return wanted;
}

Finding about(const std::string& name, const std::string& roles, const json& channel)
{
    Finding finding{Mark::well, "channel", fmt::format("{} ({}): ", name, roles), ""};
    if (slack::truth_at(channel, "/is_archived"))
    {
        finding.mark = Mark::failed;
        finding.fact += "archived.";
        finding.mend = "Unarchive it, or name another under [channels].";
    }
    else if (slack::truth_at(channel, "/is_member"))
        finding.fact += "Hotwatch is in it.";
    else if (slack::truth_at(channel, "/is_private"))
    {
        finding.mark = Mark::failed;
        finding.fact += "private, and Hotwatch is not in it.";
        finding.mend = "There: /invite @hotwatch";
    }
    else
        finding.fact += "public; Hotwatch joins it when it starts.";
    return finding;
}

Finding not_found(const std::string& name, const std::string& roles)
{
    return {Mark::failed, "channel", fmt::format("{} ({}): there is none that Hotwatch can see.", name, roles),
            "Create it, name another under [channels], or, where it is private, there: /invite @hotwatch"};
}

Finding not_known(const std::string& name, const std::string& roles, const std::string& why)
{
    return {Mark::failed, "channel", fmt::format("{} ({}): could not be looked up. {}", name, roles, why), ""};
}

Finding by_id(const std::string& id, const std::string& roles, const Call& call, const Budget& budget)
{
    const auto result = call({.method = "conversations.info",
                              .args = json{{"channel", id}}.dump(-1, ' ', false, json::error_handler_t::replace),
                              .url = {},
                              .timeout = budget.at_most(longest_call)});
    if (result.kind == ApiResult::Kind::ok)
    {
        const json body = json::parse(result.body, nullptr, false);
        const auto channel = body.find("channel");
        if (channel != body.end())
            return about(id, roles, *channel);
    }
    if (result.error == "channel_not_found")
        return not_found(id, roles);
    return not_known(id, roles, trouble(result));
}

/// Takes those out of `wanted` that the page names.
void look_through(const json& body, Wanted& wanted, Findings& findings)
{
    const auto channels = body.find("channels");
    if (channels == body.end() || !channels->is_array())
        return;
    for (const auto& channel : *channels)
    {
        const auto name = slack::text_at(channel, "/name");
        for (const auto& written : {name, "#" + name})
            if (const auto found = wanted.find(written); !name.empty() && found != wanted.end())
            {
                findings.push_back(about(written, found->second, channel));
                wanted.erase(found);
            }
    }
}

/// "" all pages were seen, or all that was looked for is found; else why not.
std::string look_by_name(Wanted& wanted, Findings& findings, const Call& call, const Budget& budget)
{
    std::string cursor;
    for (int page = 0; !wanted.empty(); ++page)
    {
        if (page == most_pages || budget.is_spent())
            return "This workspace has more channels than could be looked through in the time: name the channel by its "
                   "id.";
        json args{{"limit", 1000}, {"types", "public_channel,private_channel"}};
        if (!cursor.empty())
            args["cursor"] = cursor;
        const auto result = call(
            {.method = "conversations.list", .args = args.dump(), .url = {}, .timeout = budget.at_most(longest_call)});
        if (result.kind != ApiResult::Kind::ok)
            return fmt::format("{} {}", trouble(result), mend_of(result));
        const json body = json::parse(result.body, nullptr, false);
        look_through(body, wanted, findings);
        cursor = slack::text_at(body, "/response_metadata/next_cursor");
        if (cursor.empty())
            return {};
    }
    return {};
}
}  // namespace

Findings check_channels(const Policy& policy, const Call& call, const Budget& budget)
{
    Findings findings;
    Wanted by_name;
    for (const auto& [channel, roles] : wanted_by(policy))
    {
        const bool is_id = !channel.empty() && (channel.front() == 'C' || channel.front() == 'G');
        if (!is_id)
            by_name.emplace(channel, roles);
        else if (budget.is_spent())
            findings.push_back(not_known(channel, roles, "Slack took too long."));
        else
            findings.push_back(by_id(channel, roles, call, budget));
    }
    const auto why = look_by_name(by_name, findings, call, budget);
    for (const auto& [channel, roles] : by_name)
        findings.push_back(why.empty() ? not_found(channel, roles) : not_known(channel, roles, why));
    return findings;
}

}  // namespace hotwatch::check
