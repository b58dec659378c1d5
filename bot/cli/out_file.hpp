// Where a subcommand's document goes: standard output, or a file that is there whole or not at all.
#pragma once

#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hotwatch::cli
{

/// It cannot be written; what() names it and the reason.
struct NotWritten : std::runtime_error
{
    using runtime_error::runtime_error;
};

class OutFile
{
  public:
    /// `path` "": standard output. A file of that name stays as it is until `finish`. Throws NotWritten.
    explicit OutFile(std::string path);
    /// What was not finished leaves no file behind.
    ~OutFile();
    OutFile(const OutFile&) = delete;
    OutFile& operator=(const OutFile&) = delete;

    /// Throws NotWritten: no room, or nobody reads any more.
    void write(std::string_view text);
    /// On return the file (mode 0600) is on disk under its name. Throws NotWritten.
    void finish();
    [[nodiscard]] bool is_standard_output() const { return path_.empty(); }

  private:
    [[noreturn]] void fail() const;

    std::string path_;
    std::string part_;
    std::FILE* file_ = nullptr;
};

}  // namespace hotwatch::cli
