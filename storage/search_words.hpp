// From a question as a person wrote it to the words that are looked for. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hotwatch
{

inline constexpr std::size_t most_search_words = 12;  // a longer question is no clearer, and each word costs a look-up
inline constexpr std::size_t longest_search_word = 40;  // bytes; longer ones are no words

/// The words that carry meaning, in lower case (ASCII), each once, in the order written, at most `most_search_words`.
/// They hold letters, digits and what is not ASCII: never a quote, an operator or a control character. Words without
/// meaning of their own ("how", "the", "is") are kept only where there are no others.
std::vector<std::string> search_words(std::string_view text);

/// Every word of `text`, joined by dashes, at most 60 bytes: "approval-queue-not-loading". "" where it has none.
std::string key_from(std::string_view text);

/// Every word of `text`: what two titles have in common that differ only in case and marks.
std::string all_words(std::string_view text);

}  // namespace hotwatch
