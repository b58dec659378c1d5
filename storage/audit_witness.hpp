// The witness beside the store: `<store>.head` keeps how long the audit chain was and how it ended, so that the newest
// rows cannot go missing unnoticed.
#pragma once

#include <optional>
#include <string>

#include "storage/database.hpp"
#include "storage/store_file.hpp"

namespace hotwatch
{

/// Written after each commit and never before it: a store that is ahead of its witness is normal, one behind is
/// tampering.
class AuditWitness
{
  public:
    explicit AuditWitness(const std::string& store) : path_(store + ".head") {}

    /// What stands beside the store; none where there is no file or it cannot be understood.
    [[nodiscard]] std::optional<AuditHead> read() const;
    /// Overwrites the record in place: no wait for the disk, as a record from before a power cut is merely behind. The
    /// first one is made to last, so that a missing file means something. Throws StoreBroken.
    void write(const AuditHead& head);
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] Witnessed statement() const { return {path_, read()}; }

  private:
    std::string path_;
    FileHandle file_;
};

/// Compares the store's chain with what stood beside it: "" is well, else what is wrong.
std::string witness_problem(Connection& connection, const AuditHead& store, const Witnessed& witnessed);

}  // namespace hotwatch
