#include "storage/audit_chain.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace hotwatch
{

namespace
{

/// One context and one fetched algorithm for the life of the thread: both cost more to make than a row costs to hash.
class Sha256
{
  public:
    Sha256() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new())
    {
        require(algorithm_ != nullptr && context_ != nullptr);
    }
    Sha256& begin()
    {
        require(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1);
        return *this;
    }
    Sha256& raw(std::string_view bytes)
    {
        require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
        return *this;
    }
    Sha256& number(std::uint64_t value)
    {
        std::string bytes(8, '\0');
        for (int i = 7; i >= 0; --i, value >>= 8)
            bytes[static_cast<std::size_t>(i)] = static_cast<char>(value & 0xff);
        return raw(bytes);
    }
    Sha256& field(std::string_view bytes) { return number(bytes.size()).raw(bytes); }
    std::string end()
    {
        std::string hash(32, '\0');
        require(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(hash.data()), nullptr) == 1);
        return hash;
    }

  private:
    static void require(bool is_done)
    {
        if (!is_done)
            throw std::runtime_error{"OpenSSL cannot compute SHA-256"};
    }
    struct Free
    {
        void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD, Free> algorithm_;
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

Sha256& sha256()
{
    thread_local Sha256 hasher;
    return hasher.begin();
}

}  // namespace

std::string audit_digest(std::string_view salt, std::string_view text)
{
    return sha256().raw(salt).raw(text).end();
}

std::string audit_hash(const AuditRow& row, std::string_view digest, std::string_view previous)
{
    return sha256()
        .field("hotwatch audit 1")
        .number(static_cast<std::uint64_t>(row.seq))
        .number(static_cast<std::uint64_t>(row.at.time_since_epoch().count()))
        .field(row.action)
        .field(row.object)
        .field(row.actor)
        .field(digest)
        .field(previous)
        .end();
}

std::string to_hex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * bytes.size());
    for (const char c : bytes)
    {
        const auto byte = static_cast<unsigned char>(c);
        hex += digits[byte >> 4];
        hex += digits[byte & 0xf];
    }
    return hex;
}

}  // namespace hotwatch
