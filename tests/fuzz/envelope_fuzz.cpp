// Whatever bytes a frame holds: no crash, no text in a refusal, and an ack that stays one valid frame.
#include <nlohmann/json.hpp>

#include <cstdlib>

#include "bot/slack/envelope.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace hotwatch::slack;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const Frame frame = parse_frame(text);
    std::string id;
    if (const auto* envelope = std::get_if<Envelope>(&frame))
    {
        id = envelope->id;
        for (const auto& key : dedupe_keys(*envelope))
            if (key.empty())
                std::abort();
    }
    else if (const auto* unreadable = std::get_if<Unreadable>(&frame))
    {
        id = unreadable->envelope_id;
        if (unreadable->why.empty())
            std::abort();
    }
    if (!id.empty() && !nlohmann::json::accept(make_ack(id, R"({"text":"x"})")))
        std::abort();
    (void)decode_entities(text);
    return 0;
}
