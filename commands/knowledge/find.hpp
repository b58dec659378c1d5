// Which entry is meant: by a button's id, by its key or title, or by words that are near.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch::knowledge
{

/// "runbook" or "faq": the command that shows entries of a kind. Articles are shown by /faq.
std::string_view command_of(EntryKind kind);

/// The entry of that key or title, live: a runbook for /runbook; an FAQ entry, an article or a runbook for /faq.
std::optional<Entry> named(std::string_view text, std::string_view command, Book& book);

/// The id of the entry that a button or form was made for; nullopt where words were typed, also by a proposed line.
std::optional<std::int64_t> id_of_button(const Request& request);

/// Entries that `text` may have meant, best first: by their words, and by a slip in the key.
std::vector<Entry> near_to(std::string_view text, std::string_view command, Book& book);

/// None was named, where one has to be.
Refusal which_one(const Request& request, Book& book);

/// What a button or form was made for, or what `text` names. Refuses: retired, unknown (with what is near), none named.
boost::system::result<Entry, Refusal> meant(const Request& request, std::string_view text, Book& book);

/// Whether the first is so much better than the others that it is shown in full.
bool is_clear(const std::vector<Found>& found);

/// What was found, without how well it fits.
std::vector<Entry> entries_of(const std::vector<Found>& found);

}  // namespace hotwatch::knowledge
