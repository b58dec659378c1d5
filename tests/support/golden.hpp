// Rendered text held against a file in tests/golden/; HOTWATCH_UPDATE_GOLDEN=1 rewrites the files, for review in the
// diff.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "commands/reply.hpp"

namespace hotwatch::testing
{

/// Compares `text` with tests/golden/NAME.txt ("commands/help_incident"), or writes it there.
inline void expect_golden(const std::string& name, const std::string& text)
{
    const auto path = std::filesystem::path{HOTWATCH_SOURCE_DIR} / "tests" / "golden" / (name + ".txt");
    const char* update = std::getenv("HOTWATCH_UPDATE_GOLDEN");
    if (update != nullptr && std::string{update} == "1")
    {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream file{path, std::ios::binary};
        file << text;
        ASSERT_TRUE(file.flush()) << path << " cannot be written";
        return;
    }
    std::ifstream file{path, std::ios::binary};
    ASSERT_TRUE(file) << path << " is missing; HOTWATCH_UPDATE_GOLDEN=1 writes it";
    const std::string held{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(text, held) << path << " differs; HOTWATCH_UPDATE_GOLDEN=1 rewrites it";
}

/// A message as its reader meets it: the text that stands alone, then the blocks.
inline void expect_golden(const std::string& name, const Message& message)
{
    auto shown = message.text + "\n";
    if (!message.blocks.empty())
        shown += "\n" + nlohmann::json::parse(message.blocks).dump(2) + "\n";
    expect_golden(name, shown);
}

}  // namespace hotwatch::testing
