// A plan's bytes to text that can be read: line ends made one kind, damaged encodings mended. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hotwatch::plan
{

/// A place where the bytes were not what their author wrote.
struct Mend
{
    int line = 1;
    int column = 1;      // in bytes of the given text, from 1
    std::string before;  // as it stood; "" where it was no UTF-8
    std::string after;   // what it was taken for; U+FFFD where nobody can know
    friend bool operator==(const Mend&, const Mend&) = default;
};

struct Mended
{
    std::string text;  // UTF-8, lines ended by '\n' alone, as many lines as were given
    std::vector<Mend> mends;
};

/// UTF-8 that was read as Windows-1252 and written again ("âœ…" for a check mark) becomes what it was, where its bytes
/// make one character and nothing else; bytes that are no UTF-8, and NUL, become U+FFFD. A byte order mark is left out.
Mended mend(std::string_view text);

}  // namespace hotwatch::plan
