// How well an entry fits: a function of ours inside SQLite's full text search. It is bm25 but for two things: how many
// entries have a word is told to it, where bm25 counts all of them for each search, and what has more of the words
// wins.
#pragma once

struct sqlite3;

namespace hotwatch
{

/// Teaches the connection `weigh(entry_index, documents)`: larger is better. `documents` is a blob of doubles, one for
/// each phrase of the query in its order: how many entries have it; negative where the phrase only selects.
void add_search_rank(sqlite3* connection);

}  // namespace hotwatch
