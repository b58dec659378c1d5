// Environment and hotwatch.toml to one Config (product section 1). Every key has a default; an unknown key is an error
// that names the line and the nearest known key. Tokens come from the environment or credential files only.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bot/backup_plan.hpp"
#include "bot/log.hpp"
#include "storage/records.hpp"

namespace hotwatch
{

/// Exit 2: what() names the key, the line and the expected form.
struct ConfigError : std::runtime_error
{
    using runtime_error::runtime_error;
};

struct SeverityOverlay
{
    std::optional<seconds> respond_within;
    std::optional<seconds> resolve_within;
    std::optional<std::optional<seconds>> update_every;  // "never" is an empty inner value
    std::optional<std::optional<seconds>> report_within;
    std::optional<std::string> channel;
    std::optional<bool> business_hours_only;
};

struct Config
{
    std::string file;  // that it was read from, "" none
    std::string store_path = "hotwatch.db";
    std::string http_listen = "127.0.0.1:8080";  // "" turns the listener off
    log::Settings log;
    std::string api_url = "https://slack.com/api/";  // with a trailing slash
    bool api_is_default = true;
    std::string app_token;  // xapp-
    std::string bot_token;  // xoxb-

    // Laid over the plan's figures.
    std::optional<std::string> team_zone;
    std::optional<BusinessHours> business_hours;
    std::map<std::string, std::string> channels;
    std::map<std::string, std::string> commands;
    std::array<SeverityOverlay, 4> severities;
    std::map<std::string, UserId> people;  // a plan's name -> Slack user
    std::vector<UserId> managers;
    std::vector<UserId> responders;
    std::vector<UserId> admins;
    std::optional<std::string> handoff;  // "Mon 09:00"
    BackupPlan backups;
    std::string room = "channel";       // this version uses threads for every severity
    std::vector<std::string> warnings;  // keys that a later version will act on
};

using Environment = std::function<std::optional<std::string>(const char* name)>;

/// Reads the process's environment.
Environment process_environment();

/// `file`: the path given by --config or HOTWATCH_CONFIG; nullopt: hotwatch.toml where it exists. Throws ConfigError.
Config read_config(const std::optional<std::filesystem::path>& file, const Environment& environment);

/// What the environment says, with the defaults; no file is looked at. Throws ConfigError.
Config environment_alone(const Environment& environment);

/// Both tokens present and of the right kind, named by variable where not (exit 2). Only `run` needs them.
void require_tokens(const Config& config);

/// The plan's figures with the file's laid over them.
void lay_over(const Config& config, Policy& policy);

}  // namespace hotwatch
