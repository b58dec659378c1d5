// The manifest as YAML: block style, texts in double quotes, which YAML reads as JSON does.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bot/manifest.hpp"
#include "bot/slack/scopes.hpp"

namespace hotwatch
{

namespace
{
using nlohmann::ordered_json;

std::string_view reason_of(const ordered_json& value)
{
    if (value.is_string())
        for (const auto& scope : slack::scopes())
            if (value.get<std::string>() == scope.name)
                return scope.reason;
    return {};
}

void write(const ordered_json& value, std::size_t depth, std::string& out)
{
    const std::string indent(depth * 2, ' ');
    for (auto item = value.begin(); item != value.end(); ++item)
    {
        if (value.is_array() && item->is_object())
        {
            // The first key stands beside the dash, the others below it.
            std::string inner;
            write(*item, depth + 1, inner);
            inner[indent.size()] = '-';
            out += inner;
            continue;
        }
        out += value.is_array() ? indent + "-" : fmt::format("{}{}:", indent, item.key());
        if (item->is_structured() && !item->empty())
        {
            out += "\n";
            write(*item, depth + 1, out);
            continue;
        }
        out += " " + item->dump();
        if (const auto reason = reason_of(*item); value.is_array() && !reason.empty())
            out += fmt::format("  # {}", reason);
        out += "\n";
    }
}
}  // namespace

std::string manifest_as_yaml(const ordered_json& manifest)
{
    std::string out;
    write(manifest, 0, out);
    return out;
}

}  // namespace hotwatch
