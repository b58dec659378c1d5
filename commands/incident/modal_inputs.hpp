// Inputs that several forms share. Pure.
#pragma once

#include <nlohmann/json.hpp>

#include "storage/book.hpp"

namespace hotwatch::incident
{

/// P0 to P3 with the plan's words for each.
nlohmann::json severity_input(const Policy& policy, Severity chosen);

}  // namespace hotwatch::incident
