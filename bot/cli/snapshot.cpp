#include "bot/cli/snapshot.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <poll.h>

#include "bot/cli/reach.hpp"
#include "bot/clock.hpp"
#include "commands/plan/apply.hpp"
#include "storage/backup.hpp"

namespace hotwatch::cli
{

Policy policy_of(Book& book, const Config& config)
{
    Policy policy = load_policy(book);
    lay_over(config, policy);
    return policy;
}

/// False: no Hotwatch is running.
bool Snapshot::ask_running(const Config& config, seconds within)
{
    witnessed_ = witness_beside(config.store_path);  // before the copy: afterwards it may be ahead of it
    const auto answer = call(config, {{"op", "copy"}}, within);
    if (!answer)
        return false;
    if (!answer->value("ok", false))
        throw CopyFailed{answer->value("error", "the running Hotwatch made no copy")};
    copy_ = answer->at("path").get<std::string>();
    taken_at_ = UtcMillis{milliseconds{answer->at("at_ms").get<std::int64_t>()}};
    database_ = std::make_unique<Database>(copy_, random_, OpenOptions{.vfs = {}, .is_copy = true});
    return true;
}

Snapshot::Snapshot(const Config& config, seconds within)
{
    constexpr int tries = 50;
    for (int attempt = 1; !ask_running(config, within); ++attempt)
    {
        if (!std::filesystem::exists(config.store_path))
            throw StoreRefused{fmt::format(
                "There is no store at {} and no Hotwatch is running. Start one with `hotwatch run`, or name the "
                "store with HOTWATCH_DB.",
                config.store_path)};
        try
        {
            database_ = std::make_unique<Database>(config.store_path, random_);
            taken_at_ = SystemClock{}.now();
            break;
        }
        catch (const StoreHeld&)
        {
            if (attempt == tries)
                throw;
        }
        ::poll(nullptr, 0, 100);
    }
    book().set_policy(policy_of(book(), config));
}

Snapshot::~Snapshot()
{
    database_.reset();
    std::error_code none;
    if (!copy_.empty())
        std::filesystem::remove(copy_, none);
}

Verdict Snapshot::verify()
{
    return is_of_running() ? database_->verify(witnessed_) : database_->verify();
}

std::string Snapshot::take_copy()
{
    database_.reset();
    return std::exchange(copy_, {});
}

}  // namespace hotwatch::cli
