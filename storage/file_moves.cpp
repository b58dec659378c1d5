#include "storage/file_moves.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include "storage/store_file.hpp"

namespace hotwatch
{

namespace
{

bool write_all(int file, const char* bytes, std::size_t size)
{
    while (size > 0)
    {
        const auto step = ::write(file, bytes, size);
        if (step < 0 && errno == EINTR)
            continue;
        if (step <= 0)
            return false;
        bytes += step;
        size -= static_cast<std::size_t>(step);
    }
    return true;
}

/// False, with errno as the failure left it, and nothing left behind.
bool give_up(const std::string& path)
{
    const int why = errno;
    ::unlink(path.c_str());
    errno = why;
    return false;
}

FileHandle create(const std::string& path, unsigned mode)
{
    ::unlink(path.c_str());
    return FileHandle{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)};
}

}  // namespace

std::string reason()
{
    return std::error_code{errno, std::generic_category()}.message();
}

bool sync_file(const std::string& path)
{
    const FileHandle file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    return file.is_open() && ::fsync(file.get()) == 0;
}

bool sync_gently(int file, const std::function<bool()>& give_up)
{
    constexpr off_t piece = off_t{1} << 19U;
    constexpr int rest_ms = 10;  // at most 50 MB/s: what a disk has taken in, the next commit has to wait for
    constexpr unsigned write_now = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
    const auto size = ::lseek(file, 0, SEEK_END);
    for (off_t at = 0; at < size; at += piece)
    {
        if (give_up && give_up())
        {
            errno = ECANCELED;
            return false;
        }
        if (::sync_file_range(file, at, piece, write_now) != 0)
            break;  // not every file system can; what fsync says counts
        (void)::poll(nullptr, 0, rest_ms);
    }
    return ::fsync(file) == 0;
}

bool sync_folder(const std::string& path)
{
    const auto folder = std::filesystem::path{path}.parent_path();
    const FileHandle handle{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return handle.is_open() && ::fsync(handle.get()) == 0;
}

bool copy_file(const std::string& from, const std::string& to)
{
    const FileHandle source{::open(from.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!source.is_open())
        return false;
    const FileHandle target = create(to, 0600);
    if (!target.is_open())
        return false;
    std::vector<char> buffer(std::size_t{1} << 20);
    for (;;)
    {
        const auto got = ::read(source.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || !write_all(target.get(), buffer.data(), static_cast<std::size_t>(got)))
            return give_up(to);
        if (got == 0)
            break;
    }
    return ::fsync(target.get()) == 0 || give_up(to);
}

bool write_whole(const std::string& path, const std::string& content, unsigned mode)
{
    const auto part = path + ".part";
    const FileHandle file = create(part, mode);
    if (!file.is_open())
        return false;
    if (!write_all(file.get(), content.data(), content.size()) || ::fsync(file.get()) != 0 ||
        std::rename(part.c_str(), path.c_str()) != 0)
        return give_up(part);
    return sync_folder(path);
}

}  // namespace hotwatch
