// A number that tells a changed text from an unchanged one; nobody gains by making two of them collide.
#pragma once

#include <cstdint>
#include <string_view>

namespace hotwatch::plan
{

/// FNV-1a.
constexpr std::uint64_t digest(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

}  // namespace hotwatch::plan
