// A whole hotwatch.toml, and every way in which a hasty editor may break it: what a reload must refuse.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hotwatch::testing
{

inline constexpr std::string_view whole_config = R"toml([log]
level = "info"
[team]
timezone = "America/New_York"
[commands]
incident = "/inc"
status = "/svc"
[channels]
support = "#hotdash-support"
alerts = "#hotdash-alerts"
emergency = "#hotdash-emergency"
reviews = "#hotdash-support"
[incident]
room = "thread"
[severity.P0]
respond_within = "4m"
resolve_within = "1h"
update_every = "15m"
report_within = "24h"
channel = "emergency"
clock = "always"
[severity.P1]
respond_within = "15m"
resolve_within = "4h"
update_every = "30m"
report_within = "48h"
channel = "emergency"
clock = "always"
[severity.P2]
respond_within = "1h"
resolve_within = "24h"
update_every = "never"
channel = "support"
clock = "business"
[people]
lead = ["U03CAROL"]
managers = ["U04DAN"]
admins = ["U04DAN"]
responders = ["U05EVE"]
[oncall]
handoff = "Mon 09:00"
[backup]
every = "1h"
keep = 48
)toml";

/// Each differs from whole_config in one line that is wrong: a key nobody knows, a section nobody knows, a value of
/// another kind, a value that means nothing, a text without its end. More than a hundred.
inline std::vector<std::string> broken_configs()
{
    std::vector<std::string> lines;
    for (std::string_view rest = whole_config; !rest.empty();)
    {
        const auto end = rest.find('\n');
        lines.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    std::vector<std::string> broken;
    for (std::size_t i = 0; i < lines.size(); ++i)
    {
        const auto with = [&](const std::string& line)
        {
            std::string text;
            for (std::size_t k = 0; k < lines.size(); ++k)
                text += (k == i ? line : lines[k]) + "\n";
            broken.push_back(std::move(text));
        };
        const auto& line = lines[i];
        if (line.front() == '[')
        {
            with(line.substr(0, line.size() - 1));
            with(line.substr(0, line.size() - 1) + "x]");
            continue;
        }
        const auto equals = line.find(" = ");
        const auto key = line.substr(0, equals);
        with(key + " = true");
        with(key + " = \"?\nx = \"");  // a text that goes on in the next line
        if (line.find('[') == std::string::npos)
            with("x" + line);
        if (line.find("\"#") == std::string::npos && line.find('[') == std::string::npos)
            with(key + " = \"soon\"");
    }
    return broken;
}

}  // namespace hotwatch::testing
