// `<store>.closed`: that a store was closed well and nobody wrote to it since, so that the next start need not read all
// of it before it may write.
#pragma once

#include <cstdint>
#include <string>

namespace hotwatch
{

class CloseMark
{
  public:
    explicit CloseMark(const std::string& store) : store_(store), path_(store + ".closed") {}

    /// Whether the store is the very file that was closed last, by device, inode, size and the instant of its last
    /// change, which no program can set. Takes the mark away: a process that dies leaves none.
    [[nodiscard]] bool take();
    /// After the last close. Without effect where a log remains, for then it was not closed well, and where the store
    /// is under 16 MiB: reading that takes less than a tenth of a second. Waits for the file system's clock to move on,
    /// some milliseconds, so that whatever is written to the file afterwards shows.
    void leave() const noexcept;

  private:
    [[nodiscard]] bool has_log() const;

    std::string store_;
    std::string path_;
};

}  // namespace hotwatch
