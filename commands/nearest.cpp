// The known word that somebody probably meant.
#include <algorithm>
#include <vector>

#include "commands/grammar.hpp"
#include "commands/letters.hpp"

namespace hotwatch
{

namespace
{
/// Damerau-Levenshtein with adjacent swaps: how many slips lie between two words.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j)
        {
            const bool same = lowered(a[i - 1]) == lowered(b[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
            if (i > 1 && j > 1 && lowered(a[i - 1]) == lowered(b[j - 2]) && lowered(a[i - 2]) == lowered(b[j - 1]))
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

constexpr std::size_t longest_word = 40;  // nobody mistypes a verb at greater length, and the cost is quadratic
}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known)
{
    if (word.empty() || word.size() > longest_word)
        return {};
    std::size_t best = word.size() < 5 ? 2 : 3;
    std::string_view found;
    for (const auto candidate : known)
    {
        if (candidate.empty())
            continue;
        if (const auto slips = distance(word, candidate); slips < best)
        {
            best = slips;
            found = candidate;
        }
    }
    return found;
}

}  // namespace hotwatch
