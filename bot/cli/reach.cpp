#include "bot/cli/reach.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "bot/control_client.hpp"
#include "bot/desk.hpp"
#include "bot/prepare.hpp"

namespace hotwatch::cli
{

namespace
{
using nlohmann::json;

/// One event for a desk of our own, while no Hotwatch runs.
int without_bot(const Config& config, Event event, WithoutStore without_store)
{
    const bool has_store = std::filesystem::exists(config.store_path);
    if (!has_store && without_store == WithoutStore::refuse)
        return say(fmt::format(
                       "There is no store at {} and no Hotwatch is running. Start one with `hotwatch run`, or name the "
                       "store with HOTWATCH_DB.",
                       config.store_path),
                   failed);
    Random random;
    const SystemClock clock;
    const bool is_kept = has_store || without_store == WithoutStore::make;
    Database database{is_kept ? config.store_path : "", random};
    prepare_book(database, config, clock.now());
    if (const auto& lost = database.lost_rows(); !lost.empty())
        (void)say(fmt::format("Careful, the store is not the newest one: {}. Restore the newest backup, or look with "
                              "`hotwatch verify`.",
                              lost),
                  failed);
    Desk desk{database,
              clock,
              random,
              {.sender = {}, .is_offline = true, .plan = plan_settings(config), .lay_over = [&config](Policy& policy) {
                   lay_over(config, policy);
               }}};
    const auto result = desk.handle({std::move(event)});
    const auto& answer = result.answers.at(0);
    return say(answer.text, answer.exit_code);
}
}  // namespace

int say(const std::string& text, int exit_code)
{
    // Where nobody can read it, the exit code has to do: fmt would throw.
    const auto line = text + "\n";
    (void)std::fwrite(line.data(), 1, line.size(), exit_code == done ? stdout : stderr);
    return exit_code;
}

std::string unix_user()
{
    std::array<char, 4096> space{};
    passwd entry{};
    passwd* found = nullptr;
    getpwuid_r(getuid(), &entry, space.data(), space.size(), &found);
    return found != nullptr ? std::string{found->pw_name} : fmt::format("uid{}", getuid());
}

std::optional<json> call(const Config& config, const json& request, seconds within)
{
    const auto line = request.dump(-1, ' ', false, json::error_handler_t::replace);
    const auto answer = control_call(control_path(config.store_path), line, within);
    return answer ? std::optional{json::parse(*answer)} : std::nullopt;
}

int through_bot_or_alone(const Config& config, const json& request, const Event& event, WithoutStore without_store)
{
    constexpr int tries = 50;
    for (int attempt = 1;; ++attempt)
    {
        if (const auto answer = call(config, request))
            return say(answer->value("text", answer->value("error", "")), answer->value("exit", failed));
        try
        {
            return without_bot(config, event, without_store);
        }
        catch (const StoreHeld&)
        {
            if (attempt == tries)
                throw;
        }
        ::poll(nullptr, 0, 100);
    }
}

}  // namespace hotwatch::cli
