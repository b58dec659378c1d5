#include "tests/bench/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace bench
{

namespace
{
Verdict judged(bool is_met)
{
    return is_met ? Verdict::met : Verdict::missed;
}

std::string_view word(Verdict verdict)
{
    return verdict == Verdict::met ? "met" : verdict == Verdict::missed ? "missed" : "";
}
}  // namespace

Row share_of(std::string figure, std::string value, std::string floor, double ratio, double aim)
{
    return {std::move(figure),
            std::move(value),
            std::move(floor),
            fmt::format("{:.0f} %", ratio * 100),
            fmt::format(">= {:.0f} %", aim * 100),
            judged(ratio >= aim)};
}

Row times_of(std::string figure, std::string value, std::string floor, double ratio, double aim)
{
    return {std::move(figure),
            std::move(value),
            std::move(floor),
            fmt::format("{:.2f} x", ratio),
            fmt::format("<= {:.1f} x", aim),
            judged(ratio <= aim)};
}

Row at_most(std::string figure, double value, double aim, const std::string& unit, int digits)
{
    return {std::move(figure),
            fmt::format("{:.{}f} {}", value, digits, unit),
            "",
            "",
            fmt::format("<= {:g} {}", aim, unit),
            judged(value <= aim)};
}

Row only_shown(std::string figure, std::string value, std::string floor, std::string ratio)
{
    return {std::move(figure), std::move(value), std::move(floor), std::move(ratio), "", Verdict::none};
}

std::string table(const std::vector<Row>& rows)
{
    const std::array<std::string_view, 6> heads{"figure", "Hotwatch", "floor", "ratio", "aim", ""};
    const auto cells = [](const Row& row) {
        return std::array<std::string_view, 6>{row.figure, row.value, row.floor, row.ratio, row.aim, word(row.verdict)};
    };
    std::array<std::size_t, 6> widths{};
    for (std::size_t i = 0; i < heads.size(); ++i)
        widths[i] = heads[i].size();
    for (const auto& row : rows)
        for (std::size_t i = 0; i < heads.size(); ++i)
            widths[i] = std::max(widths[i], cells(row)[i].size());
    const auto line = [&](const std::array<std::string_view, 6>& texts)
    {
        std::string out = fmt::format("{:<{}}", texts[0], widths[0]);
        for (std::size_t i = 1; i + 1 < texts.size(); ++i)
            out += fmt::format("  {:>{}}", texts[i], widths[i]);
        out += fmt::format("  {}", texts.back());
        out.erase(out.find_last_not_of(' ') + 1);
        return out + '\n';
    };
    std::string out = line(heads);
    for (const auto& row : rows)
        out += line(cells(row));
    return out;
}

std::string grouped(double value)
{
    std::string digits = fmt::format("{:.0f}", value);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

}  // namespace bench
