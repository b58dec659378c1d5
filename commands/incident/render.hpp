// How incidents read: the card, the news in the room, reminders, answers and refusals. Pure; golden files hold each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/blocks.hpp"
#include "commands/incident/grid.hpp"
#include "commands/incident/view.hpp"
#include "commands/reply.hpp"

namespace hotwatch::incident
{

/// A message of one section, and its buttons below. Text over a section's limit goes on in further sections.
Message say(const std::string& text, const std::vector<blocks::Button>& buttons = {});
/// A button that does `verb` to the incident as it is drawn now.
blocks::Button button(std::string label_text, std::string_view verb, const Incident& incident,
                      blocks::Button::Style style = blocks::Button::Style::plain);

/// The one message that stays and is edited. While nobody has answered, its first posting mentions the primary on call,
/// unless they declared it themselves; an edit notifies nobody.
Message render_card(const View& view);

// News: one message in the room for each change. Nobody is mentioned for what they did themselves.
Message render_acknowledged(const View& view);
Message render_updated(const View& view);
Message render_resolved(const View& view);
Message render_snoozed(const View& view, std::string_view who, std::string_view why);
/// What did not fit the title.
Message render_whole_title(const std::string& text);

/// Somebody who is asked besides, and as what.
struct Joining
{
    UserId user;
    std::string_view role;  // "backup", "manager"
};

struct Reminder
{
    View view;
    UserId asked;                  // who is to post the update; empty: nobody could be named
    std::string commander_is;      // why the commander is not: "deactivated in Slack"; "" they are, or there is none
    std::vector<Joining> joining;  // backup, then manager, as reminders go unanswered
    int in_a_row = 1;
    Step step;
    bool lapsed = false;  // with this one the acknowledgement no longer counts
    UtcMillis now;
};
Message render_reminder(const Reminder& reminder);
/// An open reminder once it is answered: without buttons. `what` is "an update" or "the resolution"; both are `from`
/// somebody.
Message render_reminder_answered(const View& view, std::string_view who, std::string_view what, UtcMillis asked_at,
                                 UtcMillis now);
/// An open reminder once the next one is snoozed: it can still be answered.
Message render_reminder_snoozed(const View& view, std::string_view who, UtcMillis asked_at, UtcMillis until);

// Answers to the asker.
Message answer_declared(const View& view, bool severity_was_given);
Message answer_acknowledged(const View& view);
Message answer_updated(const View& view);
Message answer_resolved(const View& view);
Message answer_snoozed(const View& view, UtcMillis was_due, std::string_view why);
/// `more` is the command line that shows what comes after; "" nothing does.
Message render_list(const std::vector<View>& incidents, std::string_view title, const std::string& more, UtcMillis now);
/// One of a list: headline, and below it clocks and state in words.
std::string render_list_entry(const View& view, UtcMillis now);
/// One incident with its newest entries. `into` is the headline of what it was merged into, "" nothing.
Message render_incident(const View& view, const std::vector<std::pair<TimelineEntry, std::string>>& timeline,
                        const std::string& into, UtcMillis now);

// Refusals.
inline constexpr int most_choices = 8;  // more would not fit a phone's screen
/// Several incidents could be meant: one button each, which does what was asked. What was typed ("incident update" and
/// the words after) goes along where it fits a button; else the button opens the form.
Message ask_which(const SomeIncidents& incidents, std::string_view verb, std::string_view before_id,
                  std::string_view after_id);
Message nothing_open(const std::optional<View>& newest, const std::string& command);
Message no_such_incident(std::int64_t id, const std::string& command);
/// Snooze on a reminder that is answered: by whom, when, and when the next one comes.
Message reminder_was_answered(const View& view);
/// The next reminder is snoozed already: by whom and when; it comes at `until`.
Message snoozed_before(const View& view, const std::optional<std::pair<std::string, UtcMillis>>& by, UtcMillis until);
/// It is over: by whom and since when.
Message already_over(const View& view);
Message plain(const std::string& text);
/// What is missing, and an example that is right.
Message how_to(const std::string& text, const std::string& example);
/// "declare 3 services are down": whether the digit is meant as the severity, with a button for each. `flags` as typed.
Message ask_about_digit(Severity meant, std::string_view title, const std::string& flags, const Policy& policy);

}  // namespace hotwatch::incident
