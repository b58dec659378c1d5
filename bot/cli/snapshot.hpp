// The store as a subcommand reads it at its leisure: the store itself where no Hotwatch runs, else a copy that the
// running one made between its batches.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/config.hpp"
#include "bot/random.hpp"
#include "storage/database.hpp"

namespace hotwatch::cli
{

/// The figures that a store works by, without writing to it: those of its plan, with the configuration laid over them.
Policy policy_of(Book& book, const Config& config);

class Snapshot
{
  public:
    /// A Hotwatch that is just starting or stopping gets some seconds. Throws StoreHeld, StoreRefused (none is there),
    /// CopyFailed, std::runtime_error (the running one makes no copy `within` that time; 0 waits for ever).
    explicit Snapshot(const Config& config, seconds within = seconds{0});
    ~Snapshot();  // removes the copy
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    [[nodiscard]] Book& book() { return database_->book(); }
    [[nodiscard]] Verdict verify();
    /// See Database::stop_reads_when.
    void stop_reads_when(std::function<bool()> is_over) { database_->stop_reads_when(std::move(is_over)); }
    /// Whether a Hotwatch runs on the store.
    [[nodiscard]] bool is_of_running() const { return !copy_.empty(); }
    [[nodiscard]] UtcMillis taken_at() const { return taken_at_; }
    /// Closes the copy and hands it over: it is the caller's from now on. Precondition: is_of_running().
    [[nodiscard]] std::string take_copy();

    /// The store itself. Precondition: not is_of_running().
    [[nodiscard]] Database& store() { return *database_; }

  private:
    bool ask_running(const Config& config, seconds within);

    Random random_;
    Witnessed witnessed_;
    std::string copy_;  // "" where the store itself is open
    UtcMillis taken_at_{};
    std::unique_ptr<Database> database_;
};

}  // namespace hotwatch::cli
