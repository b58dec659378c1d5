// What is wrong with Hotwatch itself, judged from its vitals. Pure.
#pragma once

#include <string>
#include <vector>

#include "commands/status/render.hpp"

namespace hotwatch::status
{

inline constexpr std::int64_t little_space = 256LL * 1024 * 1024;  // bytes, on the store's disk

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

/// What the link waits for, and how to mend that, as the end of a sentence: ": Socket Mode is off. …". Slack's own word
/// stands there only where we have none for it.
std::string link_trouble(std::string_view trouble);

/// Worst first.
std::vector<Trouble> troubles_of(const Overview& overview);

/// Of the worst.
Gravity gravity_of(const std::vector<Trouble>& troubles);

}  // namespace hotwatch::status
