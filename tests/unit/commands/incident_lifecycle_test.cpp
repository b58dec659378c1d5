#include <gtest/gtest.h>

#include <set>

#include "commands/incident/lifecycle.hpp"

namespace hotwatch::incident
{

namespace
{
using enum IncidentState;

constexpr std::array states{open, acknowledged, mitigated, resolved, closed, cancelled, merged};
constexpr std::array moves{Move::acknowledge, Move::mitigate, Move::resolve, Move::reopen,
                           Move::close,       Move::cancel,   Move::merge};
}  // namespace

TEST(Lifecycle, AllowsTheMovesOfTheTableAndNoOther)
{
    const std::map<std::pair<IncidentState, Move>, IncidentState> table{
        {{open, Move::acknowledge}, acknowledged},   {{open, Move::mitigate}, mitigated},
        {{acknowledged, Move::mitigate}, mitigated}, {{open, Move::resolve}, resolved},
        {{acknowledged, Move::resolve}, resolved},   {{mitigated, Move::resolve}, resolved},
        {{resolved, Move::reopen}, acknowledged},    {{closed, Move::reopen}, acknowledged},
        {{cancelled, Move::reopen}, open},           {{resolved, Move::close}, closed},
        {{open, Move::cancel}, cancelled},           {{acknowledged, Move::cancel}, cancelled},
        {{mitigated, Move::cancel}, cancelled},      {{open, Move::merge}, merged},
        {{acknowledged, Move::merge}, merged},       {{mitigated, Move::merge}, merged}};
    for (const auto state : states)
        for (const auto move : moves)
        {
            const auto found = table.find({state, move});
            const auto expected = found == table.end() ? std::nullopt : std::optional{found->second};
            EXPECT_EQ(after(state, move), expected) << word(state) << ", move " << static_cast<int>(move);
        }
}

TEST(Lifecycle, OnlyUnresolvedIncidentsCanBeResolved)
{
    for (const auto state : states)
        EXPECT_EQ(is_unresolved(state), after(state, Move::resolve).has_value()) << word(state);
}

TEST(Lifecycle, MergedIsFinal)
{
    for (const auto move : moves)
        EXPECT_EQ(after(merged, move), std::nullopt);
}

TEST(Lifecycle, EveryStateHasItsOwnWord)
{
    std::set<std::string_view> words;
    for (const auto state : states)
        words.insert(word(state));
    EXPECT_EQ(words.size(), states.size());
}

}  // namespace hotwatch::incident
