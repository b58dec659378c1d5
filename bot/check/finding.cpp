#include "bot/check/finding.hpp"

#include <fmt/format.h>

#include "bot/secrets.hpp"
#include "commands/grammar.hpp"

namespace hotwatch::check
{

namespace
{
std::string_view word(Finding::Mark mark)
{
    switch (mark)
    {
    case Finding::Mark::well:
        return "ok";
    case Finding::Mark::note:
        return "note";
    case Finding::Mark::failed:
        break;
    }
    return "FAILS";
}
}  // namespace

std::string shown(const Finding& finding)
{
    return without_secrets(clean(fmt::format("{:<5}  {:<13}  {}{}{}", word(finding.mark), finding.subject, finding.fact,
                                             finding.mend.empty() ? "" : " ", finding.mend)));
}

}  // namespace hotwatch::check
