// What the store's tests share: a folder of their own, predictable identifiers, sample facts, and a way around the
// book.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>

#include "storage/database.hpp"

struct sqlite3;

namespace hotwatch::test
{

using namespace std::string_literals;
using std::chrono::hours;
using std::chrono::minutes;

inline constexpr UtcMillis noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + hours{12}};

/// "uuid-1", "uuid-2", …: the same in every run.
class CountedIds : public IdSource
{
  public:
    std::string uuid() override { return fmt::format("uuid-{}", ++uuids_); }
    std::string salt() override { return fmt::format("{:032x}", ++salts_); }

  private:
    int uuids_ = 0;
    int salts_ = 0;
};

/// A folder that is gone when the test is.
class Folder
{
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

std::string content(const std::string& path);
void set_content(const std::string& path, const std::string& bytes);

/// SQLite without the book, as somebody with a shell has it: for tampering and for looking.
class Shell
{
  public:
    explicit Shell(const std::string& path);
    ~Shell();
    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;
    /// Runs the statements. Returns the first column of all rows, each on a line of its own.
    std::string run(const std::string& sql);
    /// As `run`; returns SQLite's message, "" where all went well.
    std::string complaint(const std::string& sql);
    [[nodiscard]] sqlite3* handle() const { return handle_; }

  private:
    sqlite3* handle_ = nullptr;
};

std::vector<std::int64_t> ids_of(const std::vector<Incident>& incidents);
Incident an_incident(Severity severity = Severity::p1, const std::string& title = "checkout is failing");
Call a_call(const std::string& dedupe_key = "", const std::string& args = R"({"text":"hello"})");
Timer a_timer(std::int64_t subject, UtcMillis due_at, int urgency = 1);

/// One event as the desk handles it: facts, timer, message, audit row and key, in its own savepoint.
std::int64_t declare(Database& database, const std::string& key, const std::string& text = "declared");

/// A store in memory with a transaction open.
class BookTest : public testing::Test
{
  protected:
    BookTest() { database.begin(); }
    CountedIds ids;
    Database database{"", ids};
    Book& book = database.book();
};

/// A store in a file, in a folder of its own.
class FileTest : public testing::Test
{
  protected:
    CountedIds ids;
    Folder folder;
    std::string path = folder.file("hotwatch.db");
};

}  // namespace hotwatch::test
