// Changes of duty in a book in memory: who is told, what the support channel is owed, forms and buttons.
#pragma once

#include "tests/unit/commands/oncall_book.hpp"

namespace hotwatch::testing
{

class OnCallChange : public OnCallBook
{
  protected:
    /// Direct messages that are owed, as "U01ANA: text", oldest first.
    std::vector<std::string> told()
    {
        std::vector<std::string> messages;
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && call.conversation.starts_with("dm:"))
                messages.push_back(call.conversation.substr(3) + ": " +
                                   nlohmann::json::parse(call.args).at("text").get<std::string>());
        return messages;
    }
    std::vector<std::string> people_told()
    {
        std::vector<std::string> people;
        for (const auto& message : told())
            people.push_back(message.substr(0, message.find(':')));
        return people;
    }
    /// What the support channel is owed.
    std::vector<std::string> news()
    {
        std::vector<std::string> messages;
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && call.conversation == support.value)
                messages.push_back(nlohmann::json::parse(call.args).at("text"));
        return messages;
    }
    Override newest() { return book.schedule.find(last_id()).value_or(Override{}); }
    std::int64_t last_id()
    {
        std::int64_t id = 0;
        while (book.schedule.find(id + 1))
            ++id;
        return id;
    }
    /// The newest direct message that they are owed.
    Message owed_to(const UserId& user)
    {
        Message newest;
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && call.conversation == "dm:" + user.value)
            {
                const auto args = nlohmann::json::parse(call.args);
                newest = {args.at("text"), args.at("blocks").dump()};
            }
        return newest;
    }
    Message owed_news()
    {
        for (const auto& call : book.outbox.unsettled())
            if (call.method == "chat.postMessage" && call.conversation == support.value)
            {
                const auto args = nlohmann::json::parse(call.args);
                return {args.at("text"), args.at("blocks").dump()};
            }
        return {};
    }
    Outcome submits_form(const UserId& who, std::map<std::string, std::string> fields, UtcMillis now)
    {
        Request request;
        request.origin = Origin::form;
        request.user = who;
        request.zone = "America/New_York";
        request.words.command = "oncall";
        request.words.verb = "override";
        request.fields = std::move(fields);
        return run(request, book, now);
    }
    std::string button_line(const Message& message)
    {
        for (const auto& block : nlohmann::json::parse(message.blocks))
            if (block.at("type") == "actions")
                return block.at("elements").at(0).at("value");
        return {};
    }
    /// A proposed line as the button runs it.
    Outcome presses_line(const UserId& who, const std::string& line, UtcMillis now)
    {
        return types(who, line.substr(line.find(' ') + 1), now, Origin::button);
    }
};

}  // namespace hotwatch::testing
