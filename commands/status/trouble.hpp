// What is wrong with Hotwatch itself, judged from its vitals. Pure.
#pragma once

#include <string>
#include <vector>

#include "commands/status/render.hpp"

namespace hotwatch::status
{

enum class Gravity
{
    none,
    attention,  // somebody should look at it soon
    trouble     // a promise is broken now
};

struct Trouble
{
    Gravity gravity = Gravity::attention;
    std::string text;  // mrkdwn: what it is, then how to mend it
};

/// Worst first.
std::vector<Trouble> troubles_of(const Overview& overview);

/// Of the worst.
Gravity gravity_of(const std::vector<Trouble>& troubles);

}  // namespace hotwatch::status
