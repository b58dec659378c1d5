// What people read in Slack holds no raw "<" but Slack's own notations: it takes anything else between < and > for a
// link or a mention, even in code, and shows something else than was written.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace hotwatch::testing
{

namespace
{
using nlohmann::json;

/// What Slack reads as markup in a message or form: every mrkdwn object.
void collect(const json& value, std::vector<std::string>& texts)
{
    if (value.is_object() && value.value("type", std::string{}) == "mrkdwn")
        texts.push_back(value.at("text").get<std::string>());
    if (value.is_structured())
        for (const auto& inner : value)
            collect(inner, texts);
}

/// A golden is a text, or a text above blocks, or a form above its text.
std::vector<std::string> marked_up(const std::string& golden)
{
    const auto begin = golden.starts_with('{') ? 0 : golden.find("\n[\n");
    if (begin == std::string::npos)
        return {golden};
    const auto end = golden.rfind(begin == 0 ? "\n}" : "\n]") + 2;
    std::vector<std::string> texts{golden.substr(0, begin), golden.substr(end)};
    collect(json::parse(golden.substr(begin, end - begin)), texts);
    return texts;
}
}  // namespace

TEST(GoldenMarkup, HoldsNoRawAngleBracketsButSlacksOwn)
{
    const std::regex notation{R"(<(@[UW]|#C|!date\^|https?://)[^<>]*>)"};
    int read = 0;
    const auto root = std::filesystem::path{HOTWATCH_SOURCE_DIR} / "tests" / "golden";
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root})
    {
        const auto name = entry.path().lexically_relative(root).generic_string();
        // Plain text for the shell, and Markdown for a file.
        if (!entry.is_regular_file() || name.starts_with("plan/") || name.starts_with("incident/post_incident"))
            continue;
        std::ifstream file{entry.path(), std::ios::binary};
        for (const auto& text : marked_up({std::istreambuf_iterator<char>{file}, {}}))
            EXPECT_EQ(std::regex_replace(text, notation, "").find('<'), std::string::npos) << name << ": " << text;
        ++read;
    }
    EXPECT_GT(read, 100) << "where are they?";
}

}  // namespace hotwatch::testing
