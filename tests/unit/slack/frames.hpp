// Frames for the tests of the link and its parser: our own, and those recorded from Slack where they are at hand.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "bot/slack/envelope.hpp"

namespace hotwatch::slack
{

inline std::string file_text(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// tests/fixtures/slack/NAME.json
inline std::string fixture(std::string_view name)
{
    return file_text(std::filesystem::path{HOTWATCH_SOURCE_DIR} / "tests/fixtures/slack" /
                     (std::string{name} + ".json"));
}

inline Envelope envelope_of(std::string_view text)
{
    return std::get<Envelope>(parse_frame(text));
}

template <typename Kind>
Kind content_of(std::string_view name)
{
    return std::get<Kind>(envelope_of(fixture(name)).content);
}

}  // namespace hotwatch::slack
