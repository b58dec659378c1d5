#include "storage/search_words.hpp"

#include <algorithm>
#include <array>

namespace hotwatch
{

namespace
{

constexpr std::size_t longest_text = 16'000;  // bytes that are read of a question; what comes after is not looked for
constexpr std::size_t longest_key = 60;

constexpr std::array meaningless{
    "a",     "about",  "again",  "all",   "also",  "am",     "an",      "and",    "any",   "anybody",  "anyone",
    "are",   "aren",   "as",     "at",    "be",    "been",   "but",     "by",     "can",   "cannot",   "cant",
    "could", "couldn", "did",    "didn",  "do",    "does",   "doesn",   "doesnt", "doing", "don",      "done",
    "dont",  "else",   "for",    "from",  "get",   "gets",   "getting", "give",   "go",    "got",      "had",
    "has",   "hasn",   "have",   "haven", "hello", "help",   "here",    "hey",    "hi",    "how",      "i",
    "if",    "in",     "into",   "is",    "isn",   "isnt",   "it",      "its",    "just",  "know",     "let",
    "like",  "ll",     "may",    "me",    "might", "my",     "need",    "no",     "not",   "of",       "on",
    "or",    "our",    "please", "re",    "shall", "should", "shouldn", "so",     "some",  "somebody", "someone",
    "tell",  "than",   "thanks", "that",  "the",   "their",  "them",    "then",   "there", "these",    "they",
    "this",  "those",  "to",     "us",    "ve",    "want",   "was",     "wasn",   "we",    "were",     "what",
    "when",  "where",  "which",  "who",   "whom",  "whose",  "why",     "will",   "with",  "won",      "wont",
    "would", "wouldn", "you",    "your",
};

bool is_meaningless(std::string_view word)
{
    return word.size() == 1 || std::ranges::find(meaningless, word) != meaningless.end();
}

/// Bytes of the character that `text` begins with; 1 for what is not valid.
std::size_t character_bytes(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t bytes = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    if (bytes > text.size())
        return 1;
    for (std::size_t i = 1; i < bytes; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U)
            return 1;
    return bytes;
}

/// Marks, signs, spaces, pictures and stray bytes; anything else that is not ASCII may be a letter, and the index
/// decides.
bool is_separator(std::string_view character)
{
    const auto byte = [&character](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    const auto first = byte(0);
    switch (character.size())
    {
    case 1:
        return !((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9'));
    case 2:
        return first == 0xC2 && byte(1) != 0xAA && byte(1) != 0xB5 && byte(1) != 0xBA;  // U+0080 to U+00BF
    case 3:
        return first == 0xE2 || (first == 0xE3 && byte(1) == 0x80) || (first == 0xEF && byte(1) >= 0xB8);
    default:
        return first == 0xF0 && byte(1) == 0x9F;  // pictures
    }
}

/// Calls `take` with each word in lower case, until it says that it wants no more.
template <typename Take>
void each_word(std::string_view text, const Take& take)
{
    std::string word;
    while (!text.empty())
    {
        const auto bytes = character_bytes(text);
        const auto character = text.substr(0, bytes);
        text.remove_prefix(bytes);
        if (!is_separator(character))
        {
            word += character;
            if (const char c = word.back(); c >= 'A' && c <= 'Z')
                word.back() = static_cast<char>(c - 'A' + 'a');
        }
        else if (!word.empty())
        {
            if (!take(word))
                return;
            word.clear();
        }
    }
    if (!word.empty())
        take(word);
}

}  // namespace

std::vector<std::string> search_words(std::string_view text)
{
    std::vector<std::string> all;
    std::vector<std::string> meaningful;
    const auto keep = [](std::vector<std::string>& words, const std::string& word)
    {
        if (words.size() < most_search_words && std::ranges::find(words, word) == words.end())
            words.push_back(word);
    };
    const auto take = [&](const std::string& word)
    {
        if (word.size() > longest_search_word)
            return true;
        keep(all, word);
        if (!is_meaningless(word))
            keep(meaningful, word);
        return meaningful.size() < most_search_words;
    };
    each_word(text.substr(0, longest_text), take);
    return meaningful.empty() ? all : meaningful;
}

std::string all_words(std::string_view text)
{
    std::string words;
    each_word(text,
              [&words](const std::string& word)
              {
                  words.append(words.empty() ? "" : " ").append(word);
                  return true;
              });
    return words;
}

std::string key_from(std::string_view text)
{
    std::string key;
    const auto take = [&key](const std::string& word)
    {
        if (key.size() + (key.empty() ? 0 : 1) + word.size() > longest_key)
            return false;
        key.append(key.empty() ? "" : "-").append(word);
        return true;
    };
    each_word(text, take);
    return key;
}

}  // namespace hotwatch
