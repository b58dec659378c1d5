// SQLite's way to the operating system with faults in it: writes that find no room, disks that break, and power that
// goes before a sync. A real VFS under the real store, registered by name.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace hotwatch::test
{

class FaultVfs
{
  public:
    FaultVfs();
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }

    /// The nth write (or change of size) from now on gives this SQLite code, and where `and_all_later` also every one
    /// after.
    void fail_write(std::uint64_t nth, int code, bool and_all_later = false);
    void fail_sync(std::uint64_t nth, int code);
    void heal();
    [[nodiscard]] bool has_failed() const { return has_failed_; }

    /// How much SQLite has read from its files so far.
    [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

    /// Called before each sync takes effect: a place to look, or to take one's time.
    std::function<void()> before_sync;

    /// What the files in `from` would hold, had the power gone now, written into the folder `to`. With `chance` some of
    /// what was not synced got through, sector by sector and in any order; without, none of it.
    void cut_power(const std::string& from, const std::string& to, std::mt19937_64* chance = nullptr) const;

    struct Change
    {
        std::int64_t offset = 0;
        std::string bytes;  // none: the file's size becomes `offset`
        bool is_resize = false;
    };
    /// One file as the disk has it, and what the operating system still owes the disk.
    struct Image
    {
        std::string durable;
        std::vector<Change> owed;
    };

    // What the C functions of the VFS call.
    void on_read(int bytes) { bytes_read_ += static_cast<std::uint64_t>(bytes); }
    int on_write();
    int on_sync(Image& image);
    std::shared_ptr<Image> image_of(const std::string& path);
    void on_delete(const std::string& path) { images_.erase(path); }
    [[nodiscard]] sqlite3_vfs* real() const { return real_; }

  private:
    struct Fault
    {
        std::uint64_t after = 0;  // counts down to 1, then fails; 0: healthy
        int code = 0;
        bool is_lasting = false;
        int next();
    };

    std::string name_;
    sqlite3_vfs* real_;
    std::unique_ptr<sqlite3_vfs> shim_;
    std::map<std::string, std::shared_ptr<Image>> images_;
    Fault write_fault_;
    Fault sync_fault_;
    bool has_failed_ = false;
    std::uint64_t bytes_read_ = 0;
};

}  // namespace hotwatch::test
