// What `hotwatch check` says: one line for each thing it looked at, and how to mend it.
#pragma once

#include <string>
#include <vector>

namespace hotwatch::check
{

struct Finding
{
    enum class Mark
    {
        well,
        note,   // worth knowing, nothing is broken
        failed  // something will not work: the exit code is 1
    } mark = Mark::well;
    std::string subject;  // "bot token"
    std::string fact;     // a sentence
    std::string mend;     // what to do, as sentences; "" there is nothing to do
};

using Findings = std::vector<Finding>;

/// In one line, whatever the texts hold: no secrets, no line ends, no terminal codes.
std::string shown(const Finding& finding);

}  // namespace hotwatch::check
