// What falls due: one function for every kind of timer.
#pragma once

#include <string>

#include "storage/book.hpp"

namespace hotwatch
{

/// What a timer did, for the audit.
struct Fired
{
    std::string action;  // "reminder"
    std::string object;  // "INC-12"
};

/// Does what the timer stands for, and arms or disarms it.
Fired fire_timer(const Timer& timer, Book& book, UtcMillis now);

}  // namespace hotwatch
