// The files of a store before SQLite sees them: who holds it, whether it is ours, and that only its owner can read it.
#pragma once

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

enum class StoreAge
{
    created,   // empty: no schema yet
    existing,  // ours, by its header
};

/// Creates the file (mode 0600) or looks at the header of the one that is there, without writing to it. Throws
/// StoreRefused: no such folder, not ours, or cut to nothing while its log is not.
StoreAge create_or_recognise(const std::string& store);

}  // namespace hotwatch
