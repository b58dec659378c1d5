#include "storage/seal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <vector>

#include "storage/audit_chain.hpp"
#include "storage/file_moves.hpp"
#include "storage/store_file.hpp"

namespace hotwatch
{

namespace
{

// "hotwatch-backup sha256 <64 hex digits>\n", filled up with line ends: always as long.
constexpr std::string_view mark = "hotwatch-backup sha256 ";
constexpr std::int64_t seal_bytes = 128;

std::string seal_of(const std::string& digest)
{
    auto text = fmt::format("{}{}\n", mark, to_hex(digest));
    text.resize(seal_bytes, '\n');
    return text;
}

struct ContextFree
{
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// Of the first `size` bytes. nullopt: errno says why.
std::optional<std::string> digest_of(int file, std::int64_t size)
{
    const std::unique_ptr<EVP_MD_CTX, ContextFree> context{EVP_MD_CTX_new()};
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    std::vector<char> buffer(std::size_t{1} << 20);
    for (std::int64_t at = 0; at < size;)
    {
        const auto most = std::min<std::int64_t>(size - at, static_cast<std::int64_t>(buffer.size()));
        const auto got = ::pread(file, buffer.data(), static_cast<std::size_t>(most), at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return std::nullopt;
        EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(got));
        at += got;
    }
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), &length);
    digest.resize(length);
    return digest;
}

/// How long the store in the file is by its own header: pages and their size stand there, big end first.
std::int64_t store_bytes(int file)
{
    std::array<unsigned char, 32> header{};
    if (::pread(file, header.data(), header.size(), 0) != static_cast<ssize_t>(header.size()))
        return -1;
    const std::int64_t page = header[16] << 8 | header[17];
    std::int64_t pages = 0;
    for (std::size_t i = 28; i < 32; ++i)
        pages = pages << 8 | header.at(i);
    return (page == 1 ? 65'536 : page) * pages;
}

}  // namespace

bool put_seal(const std::string& path, const std::function<bool()>& give_up)
{
    const FileHandle file{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
    const auto size = file.is_open() ? ::lseek(file.get(), 0, SEEK_END) : -1;
    if (size < 0)
        return false;
    const auto digest = digest_of(file.get(), size);
    if (!digest)
        return false;
    const auto seal = seal_of(*digest);
    return ::pwrite(file.get(), seal.data(), seal.size(), size) == seal_bytes && sync_gently(file.get(), give_up);
}

Seal look_at_seal(const std::string& path)
{
    const FileHandle file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    const auto size = file.is_open() ? ::lseek(file.get(), 0, SEEK_END) : -1;
    std::string end(seal_bytes, '\0');
    if (size < seal_bytes ||
        ::pread(file.get(), end.data(), end.size(), size - seal_bytes) != static_cast<ssize_t>(seal_bytes))
        return Seal::none;
    if (!end.starts_with(mark))
        return size == store_bytes(file.get()) ? Seal::none : Seal::broken;
    const auto digest = digest_of(file.get(), size - seal_bytes);
    return digest && end == seal_of(*digest) ? Seal::whole : Seal::broken;
}

bool take_seal_off(const std::string& path)
{
    const FileHandle file{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
    const auto size = file.is_open() ? ::lseek(file.get(), 0, SEEK_END) : -1;
    return size >= seal_bytes && ::ftruncate(file.get(), size - seal_bytes) == 0;
}

}  // namespace hotwatch
