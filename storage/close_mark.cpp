#include "storage/close_mark.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <string_view>

#include "storage/store_file.hpp"

namespace hotwatch
{

namespace
{

constexpr std::int64_t least_bytes = std::int64_t{16} << 20;
constexpr int most_looks = 100'000;  // of a microsecond or so: file systems' clocks move each 1 to 10 ms
constexpr std::size_t most_mark_bytes = 200;

struct FileState
{
    std::int64_t bytes = 0;
    std::int64_t changed_at = 0;  // nanoseconds since 1970, by the file system's clock
    std::string text;
};

std::optional<FileState> state_of(const std::string& path)
{
    struct stat status
    {
    };
    if (::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    const auto changed_at =
        std::int64_t{status.st_ctim.tv_sec} * 1'000'000'000 + static_cast<std::int64_t>(status.st_ctim.tv_nsec);
    return FileState{
        status.st_size, changed_at,
        fmt::format("hotwatch-closed {} {} {} {}\n", status.st_dev, status.st_ino, status.st_size, changed_at)};
}

}  // namespace

bool CloseMark::has_log() const
{
    const auto log = state_of(store_ + "-wal");
    return log && log->bytes > 0;
}

bool CloseMark::take()
{
    std::ifstream file{path_, std::ios::binary};
    std::string mark(most_mark_bytes, '\0');
    file.read(mark.data(), static_cast<std::streamsize>(mark.size()));
    mark.resize(static_cast<std::size_t>(file.gcount()));
    if (mark.empty() || ::unlink(path_.c_str()) != 0)
        return false;
    const auto store = state_of(store_);
    return store && mark == store->text && !has_log();
}

void CloseMark::leave() const noexcept
try
{
    const auto store = state_of(store_);
    if (!store || store->bytes < least_bytes || has_log())
        return;
    const FileHandle file{::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)};
    for (int looks = 0; file.is_open() && looks < most_looks; ++looks)
    {
        // The mark's own change tells the time that the store's next change would get.
        const auto is_touched = ::futimens(file.get(), nullptr) == 0;
        const auto mark = state_of(path_);
        if (is_touched && mark && mark->changed_at > store->changed_at)
        {
            (void)!::pwrite(file.get(), store->text.data(), store->text.size(), 0);
            return;
        }
    }
}
catch (...)
{
    // Without the mark the next start reads the store through, as after any other end.
}

}  // namespace hotwatch
