// The rules as the desk calls them, handed over as a value: the product's own, unless a test plants one that fails.
#pragma once

#include <functional>

#include "commands/due.hpp"
#include "commands/table.hpp"

namespace hotwatch
{

struct Rules
{
    std::function<Outcome(const Request&, Book&, UtcMillis)> run = hotwatch::run;
    std::function<Fired(const Timer&, Book&, UtcMillis)> fire = fire_timer;
};

}  // namespace hotwatch
