#include "bot/cli/out_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>

#include "storage/file_moves.hpp"

namespace hotwatch::cli
{

OutFile::OutFile(std::string path) : path_(std::move(path))
{
    // A reader that has enough is an error like any other: whoever writes still has to clean up.
    struct sigaction ignore = {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, nullptr);
    if (path_.empty())
    {
        file_ = stdout;
        return;
    }
    std::error_code none;
    if (std::filesystem::is_directory(path_, none))
        throw NotWritten{fmt::format("{} is a folder: name a file in it.", path_)};
    // A pipe or a device is written to, never replaced.
    const bool is_file = !std::filesystem::exists(path_, none) || std::filesystem::is_regular_file(path_, none);
    part_ = is_file ? path_ + ".part" : std::string{};
    if (is_file)
        ::unlink(part_.c_str());
    const int descriptor = is_file ? ::open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)
                                   : ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor >= 0)
        file_ = ::fdopen(descriptor, "w");
    if (file_ == nullptr)
        fail();
}

OutFile::~OutFile()
{
    if (path_.empty() || file_ == nullptr)
        return;
    (void)std::fclose(file_);  // it is thrown away
    if (!part_.empty())
        ::unlink(part_.c_str());
}

void OutFile::fail() const
{
    throw NotWritten{fmt::format("{} cannot be written: {}.", path_.empty() ? "the output" : path_.c_str(), reason())};
}

void OutFile::write(std::string_view text)
{
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size())
        fail();
}

void OutFile::finish()
{
    if (std::fflush(file_) != 0)
        fail();
    if (part_.empty())
        return;
    if (::fsync(::fileno(file_)) != 0 || std::rename(part_.c_str(), path_.c_str()) != 0)
        fail();
    (void)std::fclose(file_);  // flushed and synced
    file_ = nullptr;
    (void)sync_folder(path_);  // the file is whole under its name; at worst a crash takes the name back
}

}  // namespace hotwatch::cli
