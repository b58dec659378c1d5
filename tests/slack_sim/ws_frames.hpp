// WebSocket frames (RFC 6455), by hand and frame by frame: the simulator must see how a client cut its message up, and
// must be able to die in the middle of a frame. Pure; no sockets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slack_sim
{

struct Frame
{
    enum class Kind : std::uint8_t
    {
        continuation = 0x0,
        text = 0x1,
        binary = 0x2,
        close = 0x8,
        ping = 0x9,
        pong = 0xA,
    } kind = Kind::text;
    bool is_final = true;
    std::string payload;
};

/// Takes a client's bytes as they come and gives back its frames.
class FrameReader
{
  public:
    void feed(std::string_view bytes);
    /// The next whole frame; nothing where more bytes are needed or `error` says what is wrong.
    std::optional<Frame> next();
    /// What the client did against the protocol, "" where nothing. Final: the connection must end.
    [[nodiscard]] const std::string& error() const { return error_; }

    static constexpr std::size_t most_payload_bytes = 4U << 20U;

  private:
    std::string waiting_;
    std::string error_;
};

/// A server's frame: whole and unmasked.
std::string frame_bytes(Frame::Kind kind, std::string_view payload);
/// The payload of a close frame.
std::string close_payload(int code, std::string_view reason);
/// The value of Sec-WebSocket-Accept for a client's Sec-WebSocket-Key (RFC 6455 section 4.2.2).
std::string accept_key(std::string_view client_key);

}  // namespace slack_sim
