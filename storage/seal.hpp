// The seal at the end of a backup: a digest over every byte before it, in the same file, so that they cannot part.
// SQLite does not read that far, so a sealed backup opens like any store.
#pragma once

#include <functional>
#include <string>

namespace hotwatch
{

enum class Seal
{
    whole,   // not a bit differs from what was sealed
    none,    // a store's file as it is, of which only the audited part can be proven
    broken,  // the file is not what was sealed
};

/// Puts the seal on; the file is then on disk, which takes its time (see sync_gently). False: errno says why.
bool put_seal(const std::string& path, const std::function<bool()>& give_up = {});
/// Reads the whole file where it is sealed.
Seal look_at_seal(const std::string& path);
/// Takes a whole seal off, before the file is written to. False: errno says why.
bool take_seal_off(const std::string& path);

}  // namespace hotwatch
