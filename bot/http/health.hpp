// Whether the process keeps its promises, as /healthz and /readyz say it (product section 12).
#pragma once

#include <string>

#include "bot/engine.hpp"

namespace hotwatch::http
{

struct Answer
{
    int status = 200;
    std::string body;  // plain text; no titles, names or addresses
};

/// /healthz: the store writes (and a word where it lost rows); /readyz: also connected to Slack, which takes the bot
/// token; anything else is 404.
Answer answer(std::string_view target, const EngineStatus& status);

}  // namespace hotwatch::http
