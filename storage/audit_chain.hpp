// The arithmetic of the audit chain: what a row's digest and hash are made of. Values only, no database.
#pragma once

#include <string>
#include <string_view>

#include "storage/records.hpp"

namespace hotwatch
{

/// SHA-256 of salt and text, 32 bytes. The salt's length is fixed by its maker, so the two cannot run into each other.
std::string audit_digest(std::string_view salt, std::string_view text);

/// The seal of one row over the one before, 32 bytes: SHA-256 of a version mark, sequence and time as eight bytes each
/// (big end first), then action, object, actor, digest and the hash before, each after its length in eight bytes.
/// `previous` is "" for the first row. The row's text does not enter but through the digest, so that it may be erased.
std::string audit_hash(const AuditRow& row, std::string_view digest, std::string_view previous);

/// 64 hex digits for 32 bytes.
std::string to_hex(std::string_view bytes);

}  // namespace hotwatch
