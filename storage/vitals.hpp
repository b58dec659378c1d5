// How Hotwatch itself is: what no table holds. The desk sets it in the book before each batch, so that the rules can
// speak of it without a look at clock, disk or network.
#pragma once

#include "storage/records.hpp"

namespace hotwatch
{

struct LinkVitals
{
    int live = 0;              // WebSockets that Slack greeted
    int slack_counts = 0;      // connections as Slack counted them at the last greeting
    int ghosts = 0;            // of those, more than we have
    bool ghosts_last = false;  // for two minutes or more
    std::string trouble;       // "" or why it waits: "link_disabled", "invalid_auth", …
    UtcMillis since;           // connected since, or not connected since
    friend bool operator==(const LinkVitals&, const LinkVitals&) = default;
};

struct StoreVitals
{
    std::optional<UtcMillis> full_since;  // none: it writes
    std::int64_t bytes = 0;               // with its log; 0 for a store in memory
    std::int64_t free_bytes = 0;          // on its disk
    std::string lost_rows;                // why the newest rows may be missing, as its witness says; "" they are there
};

struct SenderVitals
{
    std::string token_trouble;  // "" or why Slack refuses the bot token: "token_revoked", …
    UtcMillis since;            // of that
};

struct ClockVitals
{
    milliseconds ahead{0};  // of Slack's clock, negative behind; 0 where they hardly differ
};

struct BackupVitals
{
    std::optional<seconds> every;  // none: the configuration asks for no backups
    std::string trouble;           // why the last one was not made; "" it was
};

struct Vitals
{
    bool is_running = false;  // false: a subcommand opened the store, and nothing is posted or on time
    UtcMillis started_at;
    LinkVitals link;
    StoreVitals store;
    SenderVitals sender;
    ClockVitals clock;
    BackupVitals backup;
};

}  // namespace hotwatch
