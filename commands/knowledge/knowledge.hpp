// The handlers that /runbook and /faq share.
#pragma once

#include "commands/reply.hpp"
#include "commands/request.hpp"
#include "storage/book.hpp"

namespace hotwatch
{

/// `list [page]`, `/faq list articles [page]`: ten entries a page, by title. A read. Other words are a search.
Outcome list_entries(const Request& request, Book& book, UtcMillis now);

/// `show <name> [step]`, a Show button: an entry in full, or one step of a runbook; `--page 2` of a long one. A read.
/// What names none is searched for.
Outcome show_entry(const Request& request, Book& book, UtcMillis now);

/// `add "title" :: text`, the form's submission; without them the form. Refuses: a live entry of that title (under the
/// title's field), no text, a title over 150 or a text over 30,000 UTF-16 units.
Outcome add_entry(const Request& request, Book& book, UtcMillis now);

/// `edit <name> :: text`, `edit <name> <part> :: text` for a runbook; without text the form. From then on the importer
/// leaves the entry alone. Refuses: an unknown or retired entry; a form that another edit has overtaken (under its
/// first field, so that nothing typed is lost); and what add refuses.
Outcome edit_entry(const Request& request, Book& book, UtcMillis now);

/// Share: the entry in the channel, mentioning nobody. A read. A button drawn before the last edit shows what now
/// stands instead: nobody posts what they have not seen.
Outcome share_entry(const Request& request, Book& book, UtcMillis now);

/// Helped, Not helpful: each person counts once for an entry and may change their mind. A button drawn before the last
/// edit counts nothing: it was about another text.
Outcome entry_helped(const Request& request, Book& book, UtcMillis now);
Outcome entry_not_helpful(const Request& request, Book& book, UtcMillis now);

}  // namespace hotwatch
