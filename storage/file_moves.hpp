// Files that must be whole or not there at all: written aside, synced, renamed. False means errno says why.
#pragma once

#include <functional>
#include <string>

namespace hotwatch
{

/// What errno says, in words.
std::string reason();

bool sync_file(const std::string& path);
/// The same for a large file beside a store that somebody waits for: a little at a time, with rests, so that a commit
/// finds the disk nearly free. Where `give_up` becomes true it ends early: false, errno
/// ECANCELED.
bool sync_gently(int file, const std::function<bool()>& give_up);
/// Makes the folder of `path` remember what was made, renamed or removed in it.
bool sync_folder(const std::string& path);

/// Copies into a new file (mode 0600; one of that name is replaced), on disk when this returns. Removed again where it
/// could not be finished.
bool copy_file(const std::string& from, const std::string& to);

/// Writes `content` to `path` in one stroke (mode as given, less the umask), over what was there, on disk when this
/// returns: after a crash there is the old file or the new one.
bool write_whole(const std::string& path, const std::string& content, unsigned mode);

}  // namespace hotwatch
