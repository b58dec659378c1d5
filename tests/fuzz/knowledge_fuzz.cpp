// Markdown as people type it, on its way to Slack: any text makes pages that Slack takes, and a runbook's parts make
// the same parts again.
#include <cstdint>
#include <cstdlib>

#include "commands/knowledge/danger.hpp"
#include "commands/knowledge/page.hpp"
#include "commands/knowledge/parts.hpp"
#include "commands/knowledge/render_rich.hpp"
#include "commands/knowledge/steps.hpp"
#include "commands/text_limits.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace hotwatch::knowledge;
    const std::string_view text{reinterpret_cast<const char*>(data), size};

    const auto body = body_of(parts_of(text));
    if (body_of(parts_of(body)) != body)
        std::abort();

    std::size_t pieces = 0;
    for (const auto& page : pages_of(pieces_of_runbook(text)))
    {
        pieces += page.size();
        for (const auto& piece : page)
            if (hotwatch::utf16_units(text_of(piece)) > most_in_piece)
                std::abort();
        const auto blocks = rich_blocks(page);
        if (blocks.size() > most_blocks)
            std::abort();
        for (const auto& block : blocks)
            (void)block.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        (void)plain_text(page);
    }
    (void)danger_of(text);
    return pieces > size + 1 ? std::abort(), 0 : 0;
}
