// What Slack refuses in blocks and views: limits of platform section 15.1, in Slack's words, each with its JSON
// pointer.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace slack_sim
{

using Json = nlohmann::json;

enum class Surface
{
    message,
    modal,
    home
};

/// Problems of a message's blocks, such as "must be less than 3001 characters [json-pointer:/blocks/0/text/text]".
/// Empty: Slack would take them. `blocks` may be of any JSON type.
std::vector<std::string> block_problems(const Json& blocks, Surface surface);

/// Problems of a view, pointers beginning with /view, each marked "[ERROR]" as views.* answers carry them.
std::vector<std::string> view_problems(const Json& view);

/// Length as Slack counts it here: UTF-16 units. Invalid UTF-8 counts a unit a byte.
std::size_t utf16_length(std::string_view text);

/// Where in a document a check stands; written out only when something is wrong.
class Place
{
  public:
    explicit Place(std::string_view root) : key_(root) {}
    Place(const Place& up, std::string_view key) : up_(&up), key_(key) {}
    Place(const Place& up, std::size_t index) : up_(&up), index_(index), is_index_(true) {}

    [[nodiscard]] std::string pointer() const;

  private:
    const Place* up_ = nullptr;
    std::string_view key_;
    std::size_t index_ = 0;
    bool is_index_ = false;
};

/// Collects the problems of one message or view; knows which block_ids and action_ids were met.
class BlockCheck
{
  public:
    explicit BlockCheck(Surface surface) : surface_(surface) {}

    void blocks(const Json& blocks, const Place& at);
    void add(std::string problem, const Place& at);
    [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
    [[nodiscard]] std::vector<std::string> take() { return std::move(problems_); }
    [[nodiscard]] bool has_input() const { return has_input_; }

    enum class Kind
    {
        plain,
        any
    };
    void text_object(const Json& text, const Place& at, Kind kind, std::size_t most);
    /// A text field of an object: string, at least `least` and at most `most` long. True where it may be used.
    bool string_field(const Json& object, std::string_view key, const Place& at, std::size_t least, std::size_t most,
                      bool is_required = false);
    bool required(const Json& object, std::string_view key, const Place& at);
    void only(const Json& object, std::initializer_list<std::string_view> allowed, const Place& at);

  private:
    enum class Spot
    {
        accessory,
        actions,
        input
    };
    void block(const Json& block, const Place& at);
    void section(const Json& block, const Place& at);
    void context(const Json& block, const Place& at);
    void actions(const Json& block, const Place& at);
    void image(const Json& block, const Place& at, bool is_element);
    void input(const Json& block, const Place& at);
    void rich_text(const Json& block, const Place& at);
    void markdown(const Json& block, const Place& at);
    void table(const Json& block, const Place& at);
    void element(const Json& element, const Place& at, Spot spot);
    void button(const Json& element, const Place& at);
    void options(const Json& element, std::string_view key, const Place& at, std::size_t most);
    void option(const Json& option, const Place& at);
    void choices(const Json& element, const Place& at);
    void confirm(const Json& dialog, const Place& at);
    void unique(std::set<std::string, std::less<>>& seen, const Json& object, std::string_view key, const Place& at);

    Surface surface_;
    std::vector<std::string> problems_;
    std::set<std::string, std::less<>> block_ids_, action_ids_;
    std::size_t markdown_length_ = 0, table_length_ = 0;
    bool has_input_ = false;
};

}  // namespace slack_sim
