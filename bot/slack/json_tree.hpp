// Foreign JSON as a tree of bounded depth, built in one pass; what lies deeper or is never read costs no memory.
#pragma once

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <string_view>

namespace hotwatch::slack
{

struct JsonTree
{
    nlohmann::json root;       // what was read up to the fault, where there was one; null where nothing was
    bool is_complete = false;  // the text was one JSON value, whole
    bool is_too_deep = false;  // something beyond the depth was left out
};

struct JsonLimits
{
    int depth = 0;  // containers within containers, the outermost counted
    /// Members left out wherever their container is not deeper than `unread_within`: large, and of no use to us.
    std::span<const std::string_view> unread = {};
    int unread_within = 0;
};

/// Never throws on any bytes; does not recurse. Invalid UTF-8 is replaced by U+FFFD, as a frame is not worth losing
/// over one letter.
JsonTree read_json(std::string_view text, const JsonLimits& limits);

/// `text` with every invalid UTF-8 byte replaced by U+FFFD.
std::string repaired_utf8(std::string_view text);

}  // namespace hotwatch::slack
