// A person at a shell: the real binary's subcommands, a store to use them on, and what they print.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "bot/random.hpp"
#include "storage/database.hpp"
#include "tests/wire/bot_process.hpp"

namespace hotwatch::testing
{

class AtTheShell : public ::testing::Test
{
  protected:
    [[nodiscard]] std::string in_place(const std::string& name) const { return (place.directory / name).string(); }

    static std::string content(const std::string& path)
    {
        std::ifstream file{path, std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    /// Without a bot, in a store that is made where there is none.
    void declare(const std::string& title)
    {
        Random random;
        if (!std::filesystem::exists(in_place("hotwatch.db")))
            const Database created{in_place("hotwatch.db"), random};
        ASSERT_EQ(place.run({"ask", "/incident declare P2 " + title}, output), 0) << output;
    }

    Workplace place{false};
    std::string output;
};

}  // namespace hotwatch::testing
