// A book with HotDash's people and a few entries, and requests for /runbook and /faq: what the tests of knowledge
// share.
#pragma once

#include <gmock/gmock.h>

#include "commands/grammar.hpp"
#include "commands/knowledge/knowledge.hpp"
#include "commands/table.hpp"
#include "tests/support/golden.hpp"
#include "tests/unit/commands/incident_book.hpp"

namespace hotwatch::testing
{

inline constexpr std::string_view queue_body = R"(## Symptoms

- `/approvals` shows an error, or loads for ever
- Error: "Failed to load approvals"

## Diagnosis

```bash
# Check the agent service
curl https://agent.example.com/health

# Check its logs
fly logs -a agent | grep -i "error" && echo <done>
```

## Likely causes

1. Agent service down
2. Certificate expired

## Resolution

```bash
# Option 1: Restart the agent service
fly apps restart agent

# Option 2: Roll back to the version before
fly releases rollback v41 -a agent
```

## Workaround

Use [Chatwoot](https://chatwoot.example.com/a?b=1&c=2) directly.)";

class KnowledgeBook : public IncidentBook
{
  protected:
    KnowledgeBook()
    {
        auto policy = book.policy();
        policy.responders = {cleo};
        book.set_policy(policy);
        queue = add(EntryKind::runbook, "Approval queue not loading", queue_body);
        add(EntryKind::faq, "How do I reject a suggestion?", "Press *Reject* and say why; the agent learns from it.");
        add(EntryKind::article, "Emergency contacts", "| Who | How |\n|---|---|\n| Manager | +1 555 0100 |");
    }

    Entry add(EntryKind kind, std::string title, std::string_view body)
    {
        Entry entry;
        entry.kind = kind;
        entry.title = std::move(title);
        entry.key = book.knowledge.free_key(kind, entry.title);
        entry.body = body;
        entry.edited = {at(9, 0, 13), {}};
        entry.plan_key = lowered_title(entry.title);
        entry.id = book.knowledge.add(entry);
        return entry;
    }

    Request request_of(std::string_view line, Origin origin = Origin::slash, const UserId& who = {"U04CLEO"})
    {
        Request request;
        request.origin = origin;
        request.user = who;
        request.zone = "America/New_York";
        request.can_open_modal = origin == Origin::slash;
        const auto space = std::min(line.find(' '), line.size());
        const auto named = command_name(line.substr(0, space), line.substr(space), book.policy());
        request.words = parse_command(named.command.empty() ? "hotwatch" : named.command, named.text);
        return request;
    }

    Outcome types(std::string_view line, Origin origin = Origin::slash, const UserId& who = {"U04CLEO"})
    {
        return run(request_of(line, origin, who), book, at(16));
    }

    Message answered(std::string_view line)
    {
        const auto outcome = types(line);
        EXPECT_TRUE(outcome) << line << ": " << (outcome ? "" : outcome.error().message.text);
        return outcome ? outcome->message : Message{};
    }

    Message refused(std::string_view line, Refusal::Why why, Origin origin = Origin::slash)
    {
        const auto outcome = types(line, origin);
        EXPECT_FALSE(outcome) << line << " was answered";
        if (outcome)
            return {};
        EXPECT_EQ(outcome.error().why, why) << line;
        return outcome.error().message;
    }

    /// As intake makes it of a button's or form's value.
    Request drawn(Origin origin, std::string_view action, const Entry& entry, const UserId& who = {"U04CLEO"})
    {
        Request request;
        request.origin = origin;
        request.user = who;
        request.can_open_modal = origin == Origin::button;
        request.words.command = action.substr(0, action.find('.'));
        request.words.verb = action.substr(action.find('.') + 1);
        request.words.rest = fmt::format("INC-{}", entry.id);
        request.words.args = {request.words.rest};
        request.version = entry.version;
        return request;
    }

    Outcome presses_on(std::string_view action, const Entry& entry, const UserId& who = {"U04CLEO"})
    {
        return run(drawn(Origin::button, action, entry, who), book, at(16));
    }

    Outcome submits_form(std::string_view action, const Entry& entry, std::map<std::string, std::string> fields,
                         const UserId& who = {"U04CLEO"})
    {
        auto request = drawn(Origin::form, action, entry, who);
        if (entry.id == 0)
        {
            request.words.rest.clear();
            request.words.args.clear();
            request.version = 0;
        }
        request.fields = std::move(fields);
        return run(request, book, at(16));
    }

    Entry again(const Entry& entry) { return book.knowledge.find(entry.id).value(); }
    std::optional<Entry> kept(EntryKind kind, std::string_view key) { return book.knowledge.find(kind, key); }

    /// The inputs of a form: block_id to what it is filled with.
    static std::map<std::string, std::string> inputs(const Modal& modal)
    {
        std::map<std::string, std::string> found;
        const auto view = nlohmann::json::parse(modal.view);
        for (const auto& block : view.at("blocks"))
            if (block.at("type") == "input")
                found[block.at("block_id")] = block.at("element").value("initial_value", "");
        return found;
    }

    Entry queue;

  private:
    static std::string lowered_title(std::string title)
    {
        for (char& c : title)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return title;
    }
};

}  // namespace hotwatch::testing
