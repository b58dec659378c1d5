// Copies of an open store: made page by page between its transactions, and what turns one into a backup. A copy counts
// only once it was sealed: secrets out, verified, a digest over every byte, on disk.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "storage/database.hpp"

namespace hotwatch
{

/// The copy could not be made, or is not whole. Nothing is wrong with the store because of it.
struct CopyFailed : std::runtime_error
{
    using runtime_error::runtime_error;
};

/// A copy in the making. What the store's own connection writes meanwhile goes into the copy as well, so it shows one
/// moment: the one at which the last step ended.
class StoreCopy
{
  public:
    /// Creates `target` (mode 0600), replacing what a crash left there. Throws CopyFailed.
    StoreCopy(Database& source, std::string target);
    /// A copy that is not whole is removed.
    ~StoreCopy();
    StoreCopy(const StoreCopy&) = delete;
    StoreCopy& operator=(const StoreCopy&) = delete;

    /// Copies at most `pages` more, outside of any transaction of the source. True: all are copied and the file is
    /// closed. Throws CopyFailed; the copy is then given up.
    bool step(int pages);
    [[nodiscard]] const std::string& path() const { return target_; }

  private:
    struct Handles;
    std::string target_;
    std::unique_ptr<Handles> handles_;
    bool is_whole_ = false;
};

/// Makes a whole copy a backup: response_urls are taken out, everything is verified with the policy that its store
/// works by, the seal is put on, and it is on disk when this returns. Touches no other store; where `give_up` says so
/// in the middle, it stops. Throws CopyFailed.
Verdict seal_copy(const std::string& copy, IdSource& ids, const Policy& policy,
                  const std::function<bool()>& give_up = {});

/// Moves a sealed copy to where it belongs, over what was there; across file systems by way of `target`.part. After a
/// crash there is the old file or the new one, whole. Throws CopyFailed.
void place_copy(const std::string& copy, const std::string& target);

/// Why a backup cannot be written to `target`, "" where it can: the store itself, a store in use, or a file that is no
/// backup would be lost.
std::string target_problem(const std::string& target, const std::string& store);

}  // namespace hotwatch
