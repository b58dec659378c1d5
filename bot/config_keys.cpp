#include "bot/config_keys.hpp"

namespace hotwatch
{

const std::vector<KnownSection>& known_sections()
{
    static const std::vector<std::string_view> severity_keys{"respond_within", "resolve_within", "update_every",
                                                             "report_within",  "channel",        "clock"};
    static const std::vector<KnownSection> sections{
        {"store", {"path"}},
        {"http", {"listen"}},
        {"log", {"level", "format"}},
        {"team", {"timezone", "business_hours"}},
        {"commands", {"oncall", "incident", "runbook", "faq", "status"}},
        {"channels", {"support", "alerts", "emergency", "reviews"}},
        {"incident", {"room", "mention_here"}},
        {"severity.P0", severity_keys},
        {"severity.P1", severity_keys},
        {"severity.P2", severity_keys},
        {"severity.P3", severity_keys},
        {"people", {"lead", "managers", "admins", "responders"}, true},
        {"oncall", {"handoff", "user_group", "topic_channel", "card_channel"}},
        {"escalation", {"severity", "level", "after", "notify"}, false, true, false},
        {"probe",
         {"name", "url", "tcp", "file", "every", "timeout", "expect_status", "expect_text", "value", "allow_private"},
         false,
         true,
         false},
        {"alert", {"name", "probe", "when", "channel", "severity", "declare", "runbook"}, false, true, false},
        {"heartbeat", {"name", "every", "grace", "channel", "severity"}, false, true, false},
        {"public", {"services"}, false, false, false},
        {"reports", {"directory"}, false, false, false},
        {"backup", {"directory", "every", "keep"}},
        {"audit", {"channel"}, false, false, false},
        {"fallback", {"command", "url"}, false, false, false},
        {"watchdog", {"url"}, false, false, false},
    };
    return sections;
}

}  // namespace hotwatch
