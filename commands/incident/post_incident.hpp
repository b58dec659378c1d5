// The post-incident report (product section 10): everything that the book knows, as Markdown, and clear blanks for what
// only people know. Rendering is pure.
#pragma once

#include <string>
#include <vector>

#include "commands/incident/render_timeline.hpp"
#include "commands/incident/view.hpp"

namespace hotwatch::incident
{

struct PostIncident
{
    View view;
    std::vector<NumberedEntry> timeline;  // all of it; mentions in texts are names already
    std::string zone;                     // the team's
    UtcMillis now;
};

PostIncident post_incident_of(const Incident& incident, Book& book, UtcMillis now);

/// Times are the team's wall time. People's text is literal: nothing in it makes a heading, a link, an image or HTML.
std::string render_post_incident(const PostIncident& report);

/// "2025-10-14-approval-queue-is-down.md": the day of the declaration in team time; a to z, 0 to 9 and dashes only.
std::string post_incident_file(const PostIncident& report);

}  // namespace hotwatch::incident
