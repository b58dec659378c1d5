#include "tests/slack_sim/ws_frames.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <stdexcept>

namespace slack_sim
{

namespace
{
std::uint64_t big_endian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << 8U | static_cast<unsigned char>(byte);
    return value;
}

void append_big_endian(std::string& out, std::uint64_t value, unsigned bytes)
{
    for (unsigned left = bytes; left-- > 0;)
        out += static_cast<char>(value >> (8U * left) & 0xFFU);
}

bool is_known(unsigned opcode)
{
    return opcode <= 0x2U || (opcode >= 0x8U && opcode <= 0xAU);
}
}  // namespace

void FrameReader::feed(std::string_view bytes)
{
    waiting_ += bytes;
}

std::optional<Frame> FrameReader::next()
{
    constexpr std::size_t mask_bytes = 4;
    if (!error_.empty() || waiting_.size() < 2)
        return std::nullopt;
    const auto first = static_cast<unsigned char>(waiting_[0]);
    const auto second = static_cast<unsigned char>(waiting_[1]);
    const unsigned opcode = first & 0x0FU;
    const bool is_control = opcode >= 0x8U;
    std::uint64_t length = second & 0x7FU;
    if ((first & 0x70U) != 0)
        error_ = "a frame uses an extension that was not agreed on";
    else if (!is_known(opcode))
        error_ = "a frame of an unknown kind";
    else if ((second & 0x80U) == 0)
        error_ = "a client's frame is not masked";
    else if (is_control && ((first & 0x80U) == 0 || length > 125))
        error_ = "a control frame is fragmented or too long";
    if (!error_.empty())
        return std::nullopt;

    const std::size_t length_bytes = length == 126 ? 2 : length == 127 ? 8 : 0;
    const std::size_t head = 2 + length_bytes + mask_bytes;
    if (waiting_.size() < head)
        return std::nullopt;
    if (length_bytes > 0)
        length = big_endian(std::string_view{waiting_}.substr(2, length_bytes));
    if (length > most_payload_bytes)
    {
        error_ = "a frame is longer than the simulator reads";
        return std::nullopt;
    }
    const auto payload_bytes = static_cast<std::size_t>(length);
    if (waiting_.size() < head + payload_bytes)
        return std::nullopt;

    Frame frame{static_cast<Frame::Kind>(opcode), (first & 0x80U) != 0, waiting_.substr(head, payload_bytes)};
    const std::size_t mask_at = head - mask_bytes;
    for (std::size_t i = 0; i < payload_bytes; ++i)
        frame.payload[i] = static_cast<char>(frame.payload[i] ^ waiting_[mask_at + i % mask_bytes]);
    waiting_.erase(0, head + payload_bytes);
    return frame;
}

std::string frame_bytes(Frame::Kind kind, std::string_view payload)
{
    std::string bytes(1, static_cast<char>(0x80U | static_cast<unsigned>(kind)));
    if (payload.size() < 126)
        bytes += static_cast<char>(payload.size());
    else if (payload.size() <= 0xFFFF)
    {
        bytes += static_cast<char>(126);
        append_big_endian(bytes, payload.size(), 2);
    }
    else
    {
        bytes += static_cast<char>(127);
        append_big_endian(bytes, payload.size(), 8);
    }
    bytes += payload;
    return bytes;
}

std::string close_payload(int code, std::string_view reason)
{
    std::string payload;
    append_big_endian(payload, static_cast<std::uint64_t>(code), 2);
    payload += reason;
    return payload;
}

std::string accept_key(std::string_view client_key)
{
    std::string text{client_key};
    text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    unsigned length = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr) != 1)
        throw std::runtime_error{"OpenSSL has no SHA-1 for the WebSocket handshake"};
    std::array<char, 4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1> encoded{};
    const int written =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()), digest.data(), SHA_DIGEST_LENGTH);
    return {encoded.data(), static_cast<std::size_t>(written)};
}

}  // namespace slack_sim
