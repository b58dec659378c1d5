// The sentences beside the common ones, gathered under the case that each is said in, and held by one golden file.
#pragma once

#include <fmt/format.h>

#include <string>

#include "commands/reply.hpp"
#include "tests/support/golden.hpp"

namespace hotwatch::testing
{

class Sentences
{
  public:
    /// Adds the text of `message`, which stands alone without its blocks.
    void says_when(const std::string& when, const Message& message)
    {
        text_ += fmt::format("[{}]\n{}\n\n", when, message.text);
    }

    /// Compares all of them with tests/golden/NAME.txt, or writes it there.
    void expect(const std::string& name) const { expect_golden(name, text_); }

  private:
    std::string text_;
};

}  // namespace hotwatch::testing
