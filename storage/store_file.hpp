// The files of a store before SQLite sees them: who holds it, whether it is ours, and that only its owner can read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace hotwatch
{

/// A file descriptor that closes itself.
class FileHandle
{
  public:
    FileHandle() = default;
    explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
    FileHandle(FileHandle&& other) noexcept;
    FileHandle& operator=(FileHandle&& other) noexcept;
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    ~FileHandle();
    [[nodiscard]] int get() const { return descriptor_; }
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  private:
    int descriptor_ = -1;
};

/// Holds `<store>.lock`, an flock that the kernel lets go when the process ends, however it ends. The file says who
/// holds it; it stays behind, because removing it would race with the next holder.
class StoreLock
{
  public:
    /// Throws StoreHeld naming the holder, StoreRefused where there is no such folder or the lock file cannot be made.
    explicit StoreLock(const std::string& store);
    ~StoreLock();
    StoreLock(const StoreLock&) = delete;
    StoreLock& operator=(const StoreLock&) = delete;

  private:
    FileHandle file_;
};

/// Which file the store is, by device and inode, so that one which was removed, moved or replaced is noticed: SQLite
/// would go on writing into what nobody finds again.
class StorePlace
{
  public:
    /// Of the file that stands there now; where it cannot be looked at, `check` says so.
    explicit StorePlace(std::string store);
    /// Throws StoreBroken where another file stands there, or none. Any thread may ask.
    void check() const;
    /// After a commit: the log is there now, and is remembered too.
    void note_log();
    /// After the last close. SQLite leaves the log of a store that is not in its place where it is. Beside no store it
    /// stays, and keeps the next start from beginning anew; beside another store it would be taken for that one's, so
    /// it is put aside as "-wal.replaced".
    void put_stray_log_aside() const noexcept;

  private:
    struct Inode
    {
        std::uint64_t device = 0;
        std::uint64_t number = 0;
        friend bool operator==(const Inode&, const Inode&) = default;
    };
    static std::optional<Inode> inode_of(const std::string& path);

    const std::string store_;
    const std::optional<Inode> opened_;
    std::optional<Inode> log_;
};

enum class StoreAge
{
    created,   // empty: no schema yet
    existing,  // ours, by its header
};

/// Whether a file's header is that of a Hotwatch store. Writes nothing.
bool is_ours(const std::string& path);

/// Creates the file (mode 0600) or looks at the header of the one that is there, without writing to it. Throws
/// StoreRefused: no such folder, not ours, or cut to nothing while its log is not.
StoreAge create_or_recognise(const std::string& store);

}  // namespace hotwatch
