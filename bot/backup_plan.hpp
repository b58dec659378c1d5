// What the configuration says of backups.
#pragma once

#include <chrono>
#include <string>

namespace hotwatch
{

struct BackupPlan
{
    std::string directory;  // "" none
    std::chrono::seconds every{3'600};
    int keep = 48;  // the newest; older ones are removed
};

}  // namespace hotwatch
