// Looks at the store's files for the vitals that /status, /metrics and `check` speak of.
#pragma once

#include <string>

#include "storage/vitals.hpp"

namespace hotwatch
{

/// Sets `bytes` and `free_bytes`; both stay 0 for a store in memory, and as they were where the disk does not answer.
void measure_store(const std::string& path, StoreVitals& vitals);

}  // namespace hotwatch
