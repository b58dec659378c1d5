// Every key that hotwatch.toml may hold, and whether this version acts on it.
#pragma once

#include <string_view>
#include <vector>

namespace hotwatch
{

struct KnownSection
{
    std::string_view name;  // "severity.P0" stands for P0 to P3
    std::vector<std::string_view> keys;
    bool any_key = false;  // [people]: names are free
    bool is_list = false;  // [[probe]]
    bool is_used = true;   // by this version; else a warning says so
};

const std::vector<KnownSection>& known_sections();

}  // namespace hotwatch
