// What falls due: one function for every kind of timer.
#pragma once

#include <string>

#include "storage/book.hpp"

namespace hotwatch
{

/// What a timer did, for the audit.
struct Fired
{
    std::string action;  // "reminder"; "" nothing: it is disarmed, or armed anew
    std::string object;  // "INC-12"
};

/// Does what the timer stands for, and arms or disarms it.
Fired fire_timer(const Timer& timer, Book& book, UtcMillis now);

}  // namespace hotwatch
