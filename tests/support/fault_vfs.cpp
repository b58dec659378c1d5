#include "tests/support/fault_vfs.hpp"

#include <sqlite3.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>

namespace hotwatch::test
{

namespace
{

constexpr std::size_t sector = 512;

std::string content(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// SQLite gives the memory; the real file stands right behind this one.
struct FaultFile
{
    sqlite3_file base{};
    FaultVfs* vfs = nullptr;
    std::shared_ptr<FaultVfs::Image> image;
    [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultFile& ours(sqlite3_file* file)
{
    return *reinterpret_cast<FaultFile*>(file);
}

FaultVfs& ours(sqlite3_vfs* vfs)
{
    return *static_cast<FaultVfs*>(vfs->pAppData);
}

void apply(std::string& bytes, const FaultVfs::Change& change)
{
    const auto at = static_cast<std::size_t>(change.offset);
    if (change.is_resize)
        return bytes.resize(at);
    bytes.resize(std::max(bytes.size(), at + change.bytes.size()));
    bytes.replace(at, change.bytes.size(), change.bytes);
}

int close_file(sqlite3_file* file)
{
    FaultFile& ours_ = ours(file);
    const int code = ours_.real()->pMethods != nullptr ? ours_.real()->pMethods->xClose(ours_.real()) : SQLITE_OK;
    ours_.~FaultFile();
    return code;
}

int read_file(sqlite3_file* file, void* into, int bytes, sqlite3_int64 offset)
{
    ours(file).vfs->on_read(bytes);
    return ours(file).real()->pMethods->xRead(ours(file).real(), into, bytes, offset);
}

int write_file(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 offset)
{
    if (const int code = ours(file).vfs->on_write(); code != SQLITE_OK)
        return code;
    ours(file).image->owed.push_back(
        {offset, std::string{static_cast<const char*>(from), static_cast<std::size_t>(bytes)}, false});
    return ours(file).real()->pMethods->xWrite(ours(file).real(), from, bytes, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size)
{
    if (const int code = ours(file).vfs->on_write(); code != SQLITE_OK)
        return code;
    ours(file).image->owed.push_back({size, {}, true});
    return ours(file).real()->pMethods->xTruncate(ours(file).real(), size);
}

int sync_file(sqlite3_file* file, int)
{
    return ours(file).vfs->on_sync(*ours(file).image);  // the real disk need not turn for a test
}

int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    return ours(file).real()->pMethods->xFileSize(ours(file).real(), size);
}

int lock_file(sqlite3_file* file, int level)
{
    return ours(file).real()->pMethods->xLock(ours(file).real(), level);
}

int unlock_file(sqlite3_file* file, int level)
{
    return ours(file).real()->pMethods->xUnlock(ours(file).real(), level);
}

int check_lock(sqlite3_file* file, int* result)
{
    return ours(file).real()->pMethods->xCheckReservedLock(ours(file).real(), result);
}

int control_file(sqlite3_file* file, int operation, void* argument)
{
    return ours(file).real()->pMethods->xFileControl(ours(file).real(), operation, argument);
}

int sector_size(sqlite3_file* file)
{
    return ours(file).real()->pMethods->xSectorSize(ours(file).real());
}

int characteristics(sqlite3_file* file)
{
    return ours(file).real()->pMethods->xDeviceCharacteristics(ours(file).real());
}

// Version 1 has neither shared memory nor mapped files: a store that needed them would not open.
constexpr sqlite3_io_methods methods = {
    1,         close_file,  read_file,  write_file,   truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_lock, control_file, sector_size,   characteristics, nullptr,
    nullptr,   nullptr,     nullptr,    nullptr,      nullptr};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out)
{
    FaultVfs& faults = ours(vfs);
    FaultFile& opened = *new (file) FaultFile{};
    opened.vfs = &faults;
    opened.image = name != nullptr ? faults.image_of(name) : std::make_shared<FaultVfs::Image>();
    std::memset(opened.real(), 0, static_cast<std::size_t>(faults.real()->szOsFile));
    const int code = faults.real()->xOpen(faults.real(), name, opened.real(), flags, flags_out);
    if (code != SQLITE_OK)
        opened.~FaultFile();
    else
        opened.base.pMethods = &methods;
    return code;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder)
{
    ours(vfs).on_delete(name);
    return ours(vfs).real()->xDelete(ours(vfs).real(), name, sync_folder);
}

}  // namespace

FaultVfs::FaultVfs() : name_("fault"), real_(sqlite3_vfs_find(nullptr)), shim_(std::make_unique<sqlite3_vfs>(*real_))
{
    shim_->zName = name_.c_str();
    shim_->pNext = nullptr;
    shim_->pAppData = this;
    shim_->szOsFile = static_cast<int>(sizeof(FaultFile)) + real_->szOsFile;
    shim_->xOpen = open_file;
    shim_->xDelete = delete_file;
    sqlite3_vfs_register(shim_.get(), 0);
}

FaultVfs::~FaultVfs()
{
    sqlite3_vfs_unregister(shim_.get());
}

void FaultVfs::fail_write(std::uint64_t nth, int code, bool and_all_later)
{
    write_fault_ = {nth, code, and_all_later};
    has_failed_ = false;
}

void FaultVfs::fail_sync(std::uint64_t nth, int code)
{
    sync_fault_ = {nth, code, false};
    has_failed_ = false;
}

void FaultVfs::heal()
{
    write_fault_ = {};
    sync_fault_ = {};
}

int FaultVfs::Fault::next()
{
    if (after == 0 || (after > 1 && --after > 0))
        return SQLITE_OK;
    if (!is_lasting)
        after = 0;
    return code;
}

int FaultVfs::on_write()
{
    const int code = write_fault_.next();
    has_failed_ |= code != SQLITE_OK;
    return code;
}

int FaultVfs::on_sync(Image& image)
{
    if (before_sync)
        before_sync();
    if (const int code = sync_fault_.next(); code != SQLITE_OK)
    {
        has_failed_ = true;
        return code;
    }
    for (const auto& change : std::exchange(image.owed, {}))
        apply(image.durable, change);
    return SQLITE_OK;
}

std::shared_ptr<FaultVfs::Image> FaultVfs::image_of(const std::string& path)
{
    auto& image = images_[path];
    if (!image)
        image = std::make_shared<Image>(Image{content(path), {}});
    return image;
}

void FaultVfs::cut_power(const std::string& from, const std::string& to, std::mt19937_64* chance) const
{
    for (const auto& [path, image] : images_)
    {
        if (std::filesystem::path{path}.parent_path() != from)
            continue;
        std::string left = image->durable;
        for (const auto& change : image->owed)
        {
            if (chance == nullptr)
                break;
            if (change.is_resize)
            {
                if ((*chance)() % 2 == 0)
                    apply(left, change);
                continue;
            }
            for (std::size_t at = 0; at < change.bytes.size(); at += sector)
                if ((*chance)() % 2 == 0)
                    apply(left,
                          {change.offset + static_cast<std::int64_t>(at), change.bytes.substr(at, sector), false});
        }
        std::ofstream{std::filesystem::path{to} / std::filesystem::path{path}.filename(),
                      std::ios::binary | std::ios::trunc}
            << left;
    }
}

}  // namespace hotwatch::test
