// A team's plan as it may come: any bytes are some plan, every heading is accounted for, and every entry can be kept.
#include <cstdint>
#include <cstdlib>
#include <set>

#include "commands/knowledge/limits.hpp"
#include "commands/plan/kept.hpp"
#include "commands/plan/report.hpp"
#include "commands/text_limits.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace hotwatch;
    const std::string_view text{reinterpret_cast<const char*>(data), size};

    const auto mended = plan::mend(text).text;
    if (plan::mend(mended).text.find('\r') != std::string::npos)
        std::abort();

    const auto read = parse_plan(text);
    std::set<std::pair<EntryKind, std::string>> keys;
    for (const auto& entry : read.entries)
    {
        if (entry.title.empty() || entry.body.empty() || !keys.insert({entry.kind, entry.key}).second)
            std::abort();
        if (utf16_units(entry.title) > knowledge::longest_title || utf16_units(entry.body) > knowledge::longest_body)
            std::abort();
    }
    const auto rules = plan::to_text(rules_of(read));
    if (plan::to_text(plan::rules_from(rules)) != rules)
        std::abort();
    (void)policy_of(read);
    (void)check_report(read, lint_plan(read, text), "plan.md");
    return 0;
}
