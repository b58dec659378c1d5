// The table that the benchmark ends with.
#pragma once

#include <string>
#include <vector>

namespace bench
{

enum class Verdict
{
    none,  // a figure without an aim: there to be read beside the others
    met,
    missed
};

struct Row
{
    std::string figure;
    std::string value;
    std::string floor;  // what it is measured against; "" where nothing is
    std::string ratio;
    std::string aim;
    Verdict verdict = Verdict::none;
};

/// A percentage of the floor, which must not be less than `aim`; for rates.
Row share_of(std::string figure, std::string value, std::string floor, double ratio, double aim);
/// A multiple of the floor, which must not be more than `aim`; for times.
Row times_of(std::string figure, std::string value, std::string floor, double ratio, double aim);
/// A value by itself, which must not be more than `aim`.
Row at_most(std::string figure, double value, double aim, const std::string& unit, int digits);
Row only_shown(std::string figure, std::string value, std::string floor = "", std::string ratio = "");

std::string table(const std::vector<Row>& rows);

/// 12345.6 as "12,346".
std::string grouped(double value);

}  // namespace bench
