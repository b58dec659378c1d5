// The composition root: builds every object, runs the loop, takes it all down in reverse order.
#pragma once

#include <functional>
#include <optional>

#include "bot/config.hpp"

namespace hotwatch
{

struct RunOptions
{
    bool virtual_clock = false;
    std::optional<UtcMillis> at;  // where the virtual clock starts
    bool without_limits = false;  // no rate limits towards Slack: benchmarks against a simulator only
};

/// Runs until SIGTERM or SIGINT; drains within 10 s. `read_again` reads the configuration anew at each SIGHUP. Throws
/// ConfigError, StoreHeld, StoreRefused, StoreBroken.
void run_app(const Config& config, const RunOptions& options, const std::function<Config()>& read_again);

}  // namespace hotwatch
