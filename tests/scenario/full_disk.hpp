// A world whose disk has no room from some write on.
#pragma once

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "tests/scenario/world.hpp"

namespace hotwatch::testing
{

inline constexpr auto emergency = "hotdash-emergency";
inline constexpr auto nothing_recorded = "Nothing was recorded";

class FullDisk : public World
{
  protected:
    FullDisk() { start(); }

    void fill(std::uint64_t from_write = 1) { disk.fail_write(from_write, SQLITE_FULL, true); }
    void make_room()
    {
        disk.heal();
        pass(milliseconds{1'100});  // it is tried each second
    }
    void declare(const std::string& title = "Approval queue down")
    {
        types("ana", "general", "/incident declare P0 " + title);
    }
    /// Everything that was said to that person in that channel and that nobody else saw.
    std::string told(std::string_view who, std::string_view channel)
    {
        std::string text;
        for (const auto& message : sim().messages(channel, who))
            text += message.is_ephemeral ? message.text + "\n" : "";
        return text;
    }
    [[nodiscard]] int calls(std::string_view method)
    {
        int count = 0;
        for (const auto& call : sim().ledger().calls)
            count += call.method == method ? 1 : 0;
        return count;
    }
    Incident incident(std::int64_t id = 1) { return book().incidents.find(id).value(); }
};

}  // namespace hotwatch::testing
