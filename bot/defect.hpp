// A defect ends what it is in, not the process: where one stops and is told by its words.
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "storage/database.hpp"

namespace hotwatch
{

/// Runs `what`. "" where all went well, else what was thrown; what the store itself throws goes through, because it
/// concerns more than this.
template <typename What>
[[nodiscard]] std::string defect_in(What&& what)
{
    try
    {
        what();
        return {};
    }
    catch (const StoreFull&)
    {
        throw;
    }
    catch (const StoreBroken&)
    {
        throw;
    }
    catch (const std::exception& defect)
    {
        const std::string words = defect.what();
        return words.empty() ? "an exception without words" : words;
    }
}

/// The same in a savepoint of its own: of what failed nothing is kept.
template <typename What>
[[nodiscard]] std::string defect_in(Database& database, What&& what)
{
    database.savepoint();
    auto defect = defect_in(std::forward<What>(what));
    if (defect.empty())
        database.release();
    else
        database.roll_back_to_savepoint();
    return defect;
}

}  // namespace hotwatch
