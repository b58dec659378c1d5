// hotwatch.toml read with errors that a person can act on: each names the line, the key and the form that was expected.
#pragma once

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/config.hpp"

namespace hotwatch
{

/// Every function throws ConfigError where what stands there is of another form. A key that is left out is nothing.
class ConfigReader
{
  public:
    ConfigReader(std::string file, const toml::table& root) : file_(std::move(file)), root_(root) {}

    /// Every section and key is a known one; those that this version does not act on become warnings.
    void check_keys(std::vector<std::string>& warnings) const;

    [[nodiscard]] const toml::node* node(std::string_view path) const { return root_.at_path(path).node(); }
    [[nodiscard]] std::optional<std::string> text(std::string_view path) const;
    /// Not empty.
    [[nodiscard]] std::optional<std::string> filled(std::string_view path, std::string_view expected) const;
    [[nodiscard]] std::optional<seconds> duration(std::string_view path) const;
    /// A duration or "never".
    [[nodiscard]] std::optional<std::optional<seconds>> duration_or_never(std::string_view path) const;
    /// One of the given words.
    [[nodiscard]] std::optional<std::string> word(std::string_view path,
                                                  const std::vector<std::string_view>& allowed) const;
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view path, std::int64_t least) const;
    /// A list of people. User groups in it are for a later version: they stand in `warnings`, and nobody is meant by
    /// them.
    [[nodiscard]] std::vector<UserId> users(std::string_view path, std::vector<std::string>& warnings) const;
    /// `value`, which stands at `path`, as one person's id.
    [[nodiscard]] UserId user(std::string_view path, const toml::node& value) const;

    [[noreturn]] void fail(std::string_view path, const toml::node& at, std::string_view expected) const;

  private:
    void check_section(const toml::table& table, const std::string& name, bool is_list,
                       std::vector<std::string>& warnings) const;

    std::string file_;
    const toml::table& root_;
};

}  // namespace hotwatch
