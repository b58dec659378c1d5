#include "storage/store_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "storage/database.hpp"
#include "storage/file_moves.hpp"
#include "storage/migrations.hpp"

namespace hotwatch
{

namespace
{

constexpr std::string_view sqlite_mark{"SQLite format 3\0", 16};  // the file's first bytes, its closing NUL included
constexpr std::size_t application_id_offset = 68;                 // four bytes, big end first
constexpr std::size_t header_bytes = 100;

std::string host_name()
{
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string{name.data()} : std::string{"an unknown host"};
}

/// "pid 123 on host", as the holder wrote it; "" where it is not (yet) written.
std::string holder_of(int lock)
{
    std::array<char, 320> text{};
    const auto bytes = ::pread(lock, text.data(), text.size(), 0);
    std::string holder{text.data(), bytes > 0 ? static_cast<std::size_t>(bytes) : 0};
    return holder.substr(0, holder.find('\n'));
}

std::int64_t size_of(const std::string& path)
{
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(path, missing);
    return missing ? 0 : static_cast<std::int64_t>(bytes);
}

bool has_our_marks(const std::array<char, header_bytes>& header)
{
    std::int64_t id = 0;
    for (std::size_t i = 0; i < 4; ++i)
        id = id << 8 | static_cast<unsigned char>(header.at(application_id_offset + i));
    return std::string_view{header.data(), sqlite_mark.size()} == sqlite_mark && id == application_id;
}

}  // namespace

FileHandle::FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept
{
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FileHandle::~FileHandle()
{
    if (is_open())
        ::close(descriptor_);
}

StoreLock::StoreLock(const std::string& store)
{
    const auto folder = std::filesystem::path{store}.parent_path();
    if (!std::filesystem::is_directory(folder))
        throw StoreRefused{fmt::format(
            "the folder {} of the store does not exist: make it (mode 0700) or set [store] path", folder.string())};

    const std::string path = store + ".lock";
    file_ = FileHandle{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file_.is_open())
        throw StoreRefused{fmt::format("cannot open the lock file {}: {}", path, reason())};
    if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0)
    {
        if (errno != EWOULDBLOCK)
            throw StoreRefused{fmt::format("cannot lock {}: {}", path, reason())};
        const auto holder = holder_of(file_.get());
        throw StoreHeld{fmt::format("another hotwatch holds the store {} ({})", store,
                                    holder.empty() ? "it has not said which" : holder)};
    }
    // Who holds it is a courtesy to the next one: a full disk must not keep this one from starting.
    const auto line = fmt::format("pid {} on {}\n", ::getpid(), host_name());
    if (::ftruncate(file_.get(), 0) == 0)
        (void)!::pwrite(file_.get(), line.data(), line.size(), 0);
}

StoreLock::~StoreLock()
{
    (void)!::ftruncate(file_.get(), 0);  // a name left behind would be of somebody who no longer holds it
}

StorePlace::StorePlace(std::string store) : store_(std::move(store)), opened_(inode_of(store_)) {}

std::optional<StorePlace::Inode> StorePlace::inode_of(const std::string& path)
{
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    return Inode{status.st_dev, status.st_ino};
}

void StorePlace::check() const
{
    const auto found = inode_of(store_);
    if (found && found == opened_)
        return;
    throw StoreBroken{fmt::format("the store {} was {} while Hotwatch ran. Put it, or a backup, back in its place and "
                                  "start again{}",
                                  store_, found ? "replaced by another file" : "removed or moved away",
                                  found ? ". The log of the one before is kept as " + store_ + "-wal.replaced" : "")};
}

void StorePlace::note_log()
{
    if (!log_)
        log_ = inode_of(store_ + "-wal");
}

void StorePlace::put_stray_log_aside() const noexcept
{
    const auto log = store_ + "-wal";
    const auto found = inode_of(store_);
    if (found && found != opened_ && log_ && inode_of(log) == log_)
        (void)::rename(log.c_str(), (log + ".replaced").c_str());
}

bool is_ours(const std::string& path)
{
    const FileHandle file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    std::array<char, header_bytes> header{};
    return file.is_open() && ::pread(file.get(), header.data(), header.size(), 0) > 0 && has_our_marks(header);
}

StoreAge create_or_recognise(const std::string& store)
{
    const FileHandle file{::open(store.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    struct stat status
    {
    };
    if (!file.is_open() || ::fstat(file.get(), &status) != 0)
        throw StoreRefused{fmt::format("cannot open the store {}: {}", store, reason())};
    if (!S_ISREG(status.st_mode))
        throw StoreRefused{fmt::format("{} is not a file", store)};
    if (status.st_size == 0)
    {
        // SQLite would take this for a new store and throw the log away, with all that was not yet moved out of it.
        if (size_of(store + "-wal") > 0)
            throw StoreRefused{
                fmt::format("{} is empty, but its log {}-wal is not: the store was removed or cut. Put the file "
                            "back, or move the log away to begin anew",
                            store, store)};
        return StoreAge::created;
    }

    std::array<char, header_bytes> header{};
    if (::pread(file.get(), header.data(), header.size(), 0) < 0)
        throw StoreRefused{fmt::format("cannot read the store {}: {}", store, reason())};
    if (!has_our_marks(header))
        throw StoreRefused{
            fmt::format("{} is not a Hotwatch store, or its first page is damaged; it was not touched. Name "
                        "another file, or restore a backup with 'hotwatch restore'",
                        store)};
    return StoreAge::existing;
}

}  // namespace hotwatch
