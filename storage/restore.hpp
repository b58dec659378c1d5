// Puts a backup in a store's place.
#pragma once

#include <functional>
#include <string>

#include "storage/backup.hpp"

namespace hotwatch
{

struct Restorable
{
    Verdict verdict;
    AuditHead head;
    bool is_sealed = false;     // else only the audited part of it is proven
    std::string newest_change;  // of the audit log, before `row`: "incident declare INC-12"; "" none
    UtcMillis newest_at{};      // when that was
};

/// Makes a copy of a backup ready to go on as a store: brought to this binary's schema, verified, `row` at the end of
/// its audit log. Whatever it owed to Slack may have been sent since, so posts are to be looked up before they are
/// sent, and answers that were good for a moment are dropped. `policy_of` puts the policy together from its book, and
/// brings the book's timers in line with it. Throws CopyFailed: foreign, damaged, newer.
Restorable prepare_restored(const std::string& copy, IdSource& ids, const std::function<Policy(Book&)>& policy_of,
                            const AuditRow& row);

/// Puts the prepared copy in the place of `store`, whose lock the caller holds, and its head beside it. What stood
/// there is kept under `aside` (and `aside`-wal, `aside`.head); after a crash in the middle it is there or still in its
/// place. Throws CopyFailed.
void replace_store(const std::string& store, const std::string& prepared, const AuditHead& head,
                   const std::string& aside);

}  // namespace hotwatch
