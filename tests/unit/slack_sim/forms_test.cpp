// Forms: triggers, stacks, hashes, submissions and what their acks do (platform section 11).
#include "workplace.hpp"

namespace slack_sim
{

class Forms : public Workplace
{
  protected:
    std::string trigger()
    {
        slack.uses_shortcut("ana", "declare");
        return envelope().at("payload").at("trigger_id");
    }

    Json open(const Json& view) { return api("views.open", {{"trigger_id", trigger()}, {"view", view}}); }

    Json submit(const std::map<std::string, std::string>& values)
    {
        EXPECT_NE(slack.submits("ana", values), "") << slack.says();
        return envelope();
    }

    SocketId socket = connect();
};

TEST_F(Forms, TriggerIsGoodOnceForThreeSeconds)
{
    const std::string id = trigger();
    const Json call{{"trigger_id", id}, {"view", modal()}};
    EXPECT_EQ(error(api("views.open", call)), "");
    EXPECT_EQ(error(api("views.open", call)), "exchanged_trigger_id");
    const std::string late = trigger();
    pass(3s);
    EXPECT_EQ(error(api("views.open", {{"trigger_id", trigger()}, {"view", modal()}})), "");
    pass(1ms);
    EXPECT_EQ(error(api("views.open", {{"trigger_id", late}, {"view", modal()}})), "expired_trigger_id");
    EXPECT_EQ(error(api("views.open", {{"trigger_id", "1.2.forged"}, {"view", modal()}})), "invalid_trigger_id");
}

TEST_F(Forms, BadViewIsRefusedWithItsPlace)
{
    struct Case
    {
        Json::json_pointer at;
        Json value;  // null: taken away
        std::string message;
    };
    const Json::json_pointer title{"/title/text"};
    const Case cases[] = {
        {Json::json_pointer{"/type"}, nullptr, "[ERROR] missing required field: type [json-pointer:/view]"},
        {Json::json_pointer{"/title"}, nullptr, "[ERROR] missing required field: title [json-pointer:/view]"},
        {Json::json_pointer{"/title/text"}, std::string(25, 'x'),
         "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"},
        {Json::json_pointer{"/submit"}, nullptr, "[ERROR] missing required field: submit [json-pointer:/view]"},
        {Json::json_pointer{"/submit/text"}, std::string(25, 'x'),
         "[ERROR] must be less than 25 characters [json-pointer:/view/submit/text]"},
        {Json::json_pointer{"/private_metadata"}, std::string(3001, 'x'),
         "[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]"},
        {Json::json_pointer{"/colour"}, "red", "[ERROR] invalid additional property: colour [json-pointer:/view]"},
        {Json::json_pointer{"/blocks/0/label"}, nullptr,
         "[ERROR] missing required field: label [json-pointer:/view/blocks/0]"},
    };
    for (const Case& c : cases)
    {
        Json view = modal();
        if (c.value.is_null())
            view.at(c.at.parent_pointer()).erase(c.at.back());
        else
            view[c.at] = c.value;
        const Json answer = open(view);
        EXPECT_EQ(error(answer), "invalid_arguments");
        EXPECT_THAT(answer.at("response_metadata").at("messages").get<std::vector<std::string>>(),
                    testing::Contains(c.message));
    }
    EXPECT_FALSE(slack.open_form("ana"));
}

TEST_F(Forms, RefusedViewDoesNotUseTheTriggerUp)
{
    const std::string id = trigger();
    api("views.open", {{"trigger_id", id}, {"view", {{"type", "modal"}}}});
    EXPECT_EQ(error(api("views.open", {{"trigger_id", id}, {"view", modal()}})), "");
}

TEST_F(Forms, SubmissionCarriesWhatWasTyped)
{
    open(modal());
    const Json sent = submit({{"What is broken?", "checkout"}});
    EXPECT_TRUE(sent.at("accepts_response_payload"));
    EXPECT_EQ(sent.at("payload").at("view").at("state").at("values").at("what").at("text").at("value"), "checkout");
    ack(socket, sent);
    EXPECT_FALSE(slack.open_form("ana"));
}

TEST_F(Forms, ClientHoldsBackWhatIsIncomplete)
{
    open(modal());
    EXPECT_EQ(slack.submits("ana", {}), "");
    EXPECT_EQ(slack.says(), "form_incomplete");
    EXPECT_TRUE(slack.form_errors("ana").contains("what"));
    EXPECT_EQ(slack.submits("ana", {{"what", std::string(21, 'x')}}), "");
    EXPECT_EQ(slack.submits("ana", {{"no such label", "x"}}), "");
    EXPECT_THAT(slack.says(), testing::HasSubstr("no_such_field"));
    EXPECT_THAT(frames(), testing::IsEmpty());
}

TEST_F(Forms, ErrorsStayInTheFormUntilItIsSentAgain)
{
    open(modal());
    ack(socket, submit({{"what", "x"}}), {{"response_action", "errors"}, {"errors", {{"what", "say more"}}}});
    EXPECT_EQ(slack.form_errors("ana").at("what"), "say more");
    ack(socket, submit({{"what", "checkout"}}));
    EXPECT_FALSE(slack.open_form("ana"));
}

TEST_F(Forms, ErrorsForABlockThatIsNoInputAreAViolation)
{
    open(modal());
    ack(socket, submit({{"what", "x"}}), {{"response_action", "errors"}, {"errors", {{"elsewhere", "?"}}}});
    EXPECT_THAT(slack.ledger().violations, testing::SizeIs(1));
    EXPECT_TRUE(slack.open_form("ana"));
}

TEST_F(Forms, AckMayUpdatePushOrClear)
{
    open(modal("One"));
    ack(socket, submit({{"what", "x"}}), {{"response_action", "update"}, {"view", modal("Two")}});
    EXPECT_EQ(slack.open_form("ana")->at("title").at("text"), "Two");
    ack(socket, submit({{"what", "x"}}), {{"response_action", "push"}, {"view", modal("Three")}});
    EXPECT_EQ(slack.open_form("ana")->at("title").at("text"), "Three");
    ack(socket, submit({{"what", "x"}}));
    EXPECT_EQ(slack.open_form("ana")->at("title").at("text"), "Two");
    ack(socket, submit({{"what", "x"}}), {{"response_action", "clear"}});
    EXPECT_FALSE(slack.open_form("ana"));
}

TEST_F(Forms, UnansweredSubmissionKeepsTheForm)
{
    open(modal());
    submit({{"what", "x"}});
    pass(3s);
    EXPECT_EQ(slack.says(), "connection_error");
    EXPECT_TRUE(slack.open_form("ana"));
}

TEST_F(Forms, StackHoldsThree)
{
    Json with_button = modal();
    with_button["blocks"].push_back(button("More", "more"));
    open(with_button);
    for (const char* expected : {"", "", "push_limit_reached"})
    {
        slack.presses("ana", "form", "More");
        const std::string id = envelope().at("payload").at("trigger_id");
        EXPECT_EQ(error(api("views.push", {{"trigger_id", id}, {"view", with_button}})), expected);
    }
    EXPECT_EQ(error(api("views.push", {{"trigger_id", trigger()}, {"view", with_button}})), "invalid_trigger_id");
}

TEST_F(Forms, PressInAFormHasAViewAndNoResponseUrl)
{
    Json with_button = modal();
    with_button["blocks"].push_back(button("More", "more"));
    open(with_button);
    slack.presses("ana", "form", "More");
    const Json payload = envelope().at("payload");
    EXPECT_EQ(payload.at("container").at("type"), "view");
    EXPECT_FALSE(payload.contains("response_url"));
}

TEST_F(Forms, StaleHashLosesTheUpdate)
{
    const Json view = open(modal()).at("view");
    const auto update = [&](const std::string& hash) {
        return api("views.update", {{"view_id", view.at("id")}, {"hash", hash}, {"view", modal("Newer")}});
    };
    EXPECT_EQ(error(update(view.at("hash"))), "");
    EXPECT_EQ(error(update(view.at("hash"))), "hash_conflict");
    slack.closes_form("ana");
    EXPECT_EQ(error(update("")), "not_found");
}

TEST_F(Forms, ExternalIdIsUnique)
{
    Json named = modal();
    named["external_id"] = "inc-1";
    open(named);
    EXPECT_EQ(error(open(named)), "duplicate_external_id");
    EXPECT_EQ(error(api("views.update", {{"external_id", "inc-1"}, {"view", named}})), "");
}

TEST_F(Forms, ClosingIsToldOnlyWhereAskedFor)
{
    open(modal());
    slack.closes_form("ana");
    EXPECT_THAT(frames(), testing::IsEmpty());
    Json telling = modal();
    telling["notify_on_close"] = true;
    open(telling);
    slack.closes_form("ana");
    const Json closed = envelope().at("payload");
    EXPECT_EQ(closed.at("type"), "view_closed");
    EXPECT_EQ(closed.at("view").at("state").at("values"), Json::object());
}

TEST_F(Forms, HomeIsPublished)
{
    const Json home{{"type", "home"}, {"blocks", Json::array({{{"type", "divider"}}})}};
    const Json first = api("views.publish", {{"user_id", "U01ANA"}, {"view", home}});
    EXPECT_TRUE(first.at("ok"));
    EXPECT_TRUE(api("views.publish", {{"user_id", "U01ANA"}, {"view", home}}).at("ok"));
    const Json stale{{"user_id", "U01ANA"}, {"view", home}, {"hash", first.at("view").at("hash")}};
    EXPECT_EQ(error(api("views.publish", stale)), "hash_conflict");
    EXPECT_EQ(error(api("views.publish", {{"user_id", "U-none"}, {"view", home}})), "invalid_arguments");
}

TEST_F(Forms, ChoicesAreTakenByTheirText)
{
    const auto plain = [](const char* text) { return Json{{"type", "plain_text"}, {"text", text}}; };
    const Json options =
        Json::array({{{"text", plain("P0")}, {"value", "0"}}, {{"text", plain("P1")}, {"value", "1"}}});
    Json view = modal();
    view["blocks"] =
        Json::array({{{"type", "input"},
                      {"block_id", "severity"},
                      {"label", plain("Severity")},
                      {"element", {{"type", "static_select"}, {"action_id", "s"}, {"options", options}}}},
                     {{"type", "input"},
                      {"block_id", "lead"},
                      {"label", plain("Lead")},
                      {"optional", true},
                      {"element", {{"type", "users_select"}, {"action_id", "u"}, {"initial_user", "U02BEN"}}}}});
    open(view);
    EXPECT_EQ(slack.submits("ana", {{"Severity", "P9"}}), "");
    EXPECT_THAT(slack.says(), testing::HasSubstr("not_a_choice"));
    const Json values = submit({{"Severity", "P1"}}).at("payload").at("view").at("state").at("values");
    EXPECT_EQ(values.at("severity").at("s").at("selected_option").at("value"), "1");
    EXPECT_EQ(values.at("lead").at("u").at("selected_user"), "U02BEN");
}

}  // namespace slack_sim
