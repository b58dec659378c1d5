// A runbook's text as its parts. One text is kept and edited; this is how it is read. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hotwatch::knowledge
{

enum class PartKind
{
    symptoms,
    diagnosis,
    causes,
    resolution,
    workaround,
    other,
};

struct Part
{
    PartKind kind = PartKind::other;
    std::string heading;  // as it is shown: "Likely causes"; of other parts as written, "" before the first heading
    std::string text;     // Markdown, without the heading
    int level = 2;        // of the heading
};

/// The heading that a part of this kind has, "" for other.
std::string_view heading_of(PartKind kind);

/// "workaround", "Likely causes:", "fix": the kind that a part's name stands for; nullopt none.
std::optional<PartKind> part_named(std::string_view name);

/// Cuts at headings of the first three levels; `**Symptoms**:` at a line's beginning is one too. Headings inside code
/// stay code, and one of no known kind that is below the part's own stays in it. A kind that comes twice stays two
/// parts.
std::vector<Part> parts_of(std::string_view body);

/// The text of such parts, empty ones left out.
std::string body_of(std::span<const Part> parts);

/// The text so that it stays in a part of that level: its own headings below it, code that nothing closes closed.
std::string contained(std::string_view text, int level);

}  // namespace hotwatch::knowledge
