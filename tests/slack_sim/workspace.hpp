// The workspace: people, groups, conversations, and the messages in them. Holds facts and finds them; what may be done
// with them is decided by the Web API and by what people do.
#pragma once

#include <deque>
#include <set>
#include <unordered_map>

#include "ground.hpp"

namespace slack_sim
{

struct Message
{
    std::string ts, thread_ts, user, text;  // thread_ts is empty outside threads, the own ts on a thread's parent
    Json blocks, metadata;                  // null where none
    std::string only_for;                   // the one person who sees an ephemeral message
    std::string edited_ts, client_msg_id, subtype;
    std::string response_url;        // of the last press on it
    std::vector<std::string> pings;  // whom its text alerts: user ids, group ids, "channel", "here", "everyone"
    bool by_bot = false;
    bool is_deleted = false;

    [[nodiscard]] bool is_ephemeral() const { return !only_for.empty(); }
    [[nodiscard]] bool is_reply() const { return !thread_ts.empty() && thread_ts != ts; }
};

struct Reaction
{
    std::string name;
    std::vector<std::string> users;
};

struct Pin
{
    std::string ts, by;
    std::int64_t created = 0;  // epoch seconds
};

struct Note  // a topic or a purpose
{
    std::string value, creator;
    std::int64_t last_set = 0;
};

struct Channel
{
    enum class Kind
    {
        open,     // everybody may see and join it
        closed,   // a private channel
        direct,   // the bot and one person
        several,  // a group DM
    };
    std::string id, name, creator;
    Kind kind = Kind::open;
    std::int64_t created = 0, updated_ms = 0;
    std::set<std::string> members;
    std::string person;  // the other one of a DM
    bool is_archived = false;
    bool is_dm_open = false;
    Note topic, purpose;
    std::vector<std::string> previous_names;
    std::deque<Message> messages;  // in the order of their ts; addresses stay
    std::unordered_map<std::string, std::size_t> by_ts;
    std::unordered_map<std::string, std::vector<std::size_t>> replies;  // parent ts -> places in `messages`
    std::unordered_map<std::string, std::vector<Reaction>> reactions;   // by message ts
    std::vector<Pin> pins;

    [[nodiscard]] bool has(std::string_view user) const { return members.contains(std::string{user}); }
    [[nodiscard]] bool is_dm() const { return kind == Kind::direct || kind == Kind::several; }
    /// The message, unless deleted or ephemeral; nullptr where there is none.
    [[nodiscard]] Message* find(std::string_view ts);
    /// As find, ephemeral messages included.
    [[nodiscard]] Message* find_shown(std::string_view ts);
};

struct Group
{
    std::string id, handle, name;
    std::vector<std::string> users;
    std::int64_t created = 0, updated = 0;
};

class Workspace
{
  public:
    explicit Workspace(Ground& ground);

    [[nodiscard]] const std::deque<User>& users() const { return users_; }
    [[nodiscard]] const User* user(std::string_view id_or_name) const;
    [[nodiscard]] std::deque<Group>& groups() { return groups_; }
    [[nodiscard]] Group* group(std::string_view id_or_handle);
    [[nodiscard]] std::deque<Channel>& channels() { return channels_; }
    [[nodiscard]] Channel* channel(std::string_view id);
    [[nodiscard]] Channel* channel_named(std::string_view name);  // without '#'
    /// As people name it: an id, "name", "#name", or "dm:ana".
    [[nodiscard]] Channel* channel_called(std::string_view call);
    [[nodiscard]] const Channel* channel_called(std::string_view call) const;
    [[nodiscard]] Channel& dm_with(const User& person);
    [[nodiscard]] bool is_bot(std::string_view user) const { return user == ground_.config.bot_user_id; }

    Channel& create(std::string name, Channel::Kind kind, std::string creator);
    Channel& open_group_dm(const std::set<std::string>& members);
    void rename(Channel& channel, std::string name);

    /// Puts the message into the channel (and its thread) and among the news. Sets its ts and pings.
    Message& add(Channel& channel, Message message);
    void changed(Channel& channel, Message& message);
    void erase(Channel& channel, Message& message);

    [[nodiscard]] ShownMessage shown(const Channel& channel, const Message& message) const;
    [[nodiscard]] std::vector<ShownMessage> view_of(const Channel& channel, std::string_view viewer) const;
    [[nodiscard]] std::vector<ShownMessage> take_news();

  private:
    Channel& remember(Channel channel);
    void make(const Aside& aside);

    Ground& ground_;
    std::deque<User> users_;
    std::deque<Group> groups_;
    std::deque<Channel> channels_;
    std::unordered_map<std::string, const User*> users_by_;     // id and name
    std::unordered_map<std::string, Channel*> channels_by_id_;  //
    std::unordered_map<std::string, Channel*> channels_by_name_;
    std::unordered_map<std::string, Channel*> dms_;  // by the person's id
    std::vector<std::pair<Channel*, std::size_t>> news_;
};

/// Whom a text alerts when Slack shows it: `<@U…>`, `<!here>`, `<!channel>`, `<!everyone>`, `<!subteam^S…>`.
void collect_pings(std::string_view text, std::vector<std::string>& pings);
/// The same over every mrkdwn text of a message's blocks.
void collect_block_pings(const Json& blocks, std::vector<std::string>& pings);

}  // namespace slack_sim
