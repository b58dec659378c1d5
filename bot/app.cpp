#include "bot/app.hpp"

#include <atomic>
#include <csignal>
#include <thread>

#include "bot/control.hpp"
#include "bot/control_client.hpp"
#include "bot/control_requests.hpp"
#include "bot/copies.hpp"
#include "bot/desk_thread.hpp"
#include "bot/end_guard.hpp"
#include "bot/http/listener.hpp"
#include "bot/prepare.hpp"
#include "bot/reload.hpp"
#include "bot/slack/connection.hpp"

namespace hotwatch
{

namespace
{
namespace asio = boost::asio;
using namespace std::chrono_literals;
constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
constexpr auto look_at_the_clock_every = 1s;  // a suspended machine is noticed within this
constexpr auto look_at_the_store_every = 5s;  // each commit looks too; this is for when there is none
constexpr auto outbox_may_finish = 4s;        // at SIGTERM
constexpr auto stop_within = 8s;
constexpr auto end_within = 9'500ms;  // whatever hangs: a seal, a commit, a name that is looked up

std::unique_ptr<Clock> make_clock(const RunOptions& options)
{
    if (options.virtual_clock)
        return std::make_unique<VirtualClock>(options.at);
    return std::make_unique<SystemClock>();
}

DeskSettings desk_settings(const Config& config, const RunOptions& options)
{
    DeskSettings settings;
    settings.backups = config.backups;
    settings.plan = plan_settings(config);
    settings.lay_over = [config](Policy& policy) { lay_over(config, policy); };
    settings.sender.limits = !options.without_limits;
    return settings;
}

/// A clock that can be moved and limits that can be left off are for simulators; real people are on the other side
/// elsewhere.
void refuse_outside_loopback(const RunOptions& options, const slack::Endpoint& endpoint)
{
    if ((options.virtual_clock || options.without_limits) && !endpoint.is_loopback)
        throw ConfigError{fmt::format("{} is allowed only while SLACK_API_URL is a loopback address (a simulator).",
                                      options.virtual_clock ? "--virtual-clock" : "--no-limits")};
}

class App
{
  public:
    App(const Config& config, const RunOptions& options, slack::Endpoint endpoint, Reload::ReadAgain read_again,
        EndGuard& guard);
    void run();

  private:
    asio::awaitable<void> watch_time();
    asio::awaitable<void> watch_store();
    asio::awaitable<void> wait_for_signal();
    asio::awaitable<void> wait_for_hangups();
    asio::awaitable<void> stop();
    void after_each_turn();
    void seal(SealJob job, std::function<void(std::string)> done);
    void fail(std::exception_ptr error);
    std::function<void(std::exception_ptr)> failing()
    {
        return [this](std::exception_ptr error)
        {
            if (error)
                fail(error);
        };
    }

    EndGuard& guard_;
    // Built from top to bottom, taken down from bottom to top.
    asio::io_context io_{1};
    std::exception_ptr error_;
    std::unique_ptr<Clock> clock_;
    Random random_;
    Database database_;
    Desk desk_;
    slack::AsioTransport transport_;
    asio::steady_timer timer_{io_};
    asio::signal_set signals_{io_, SIGTERM, SIGINT};
    asio::signal_set hangups_{io_, SIGHUP};
    bool is_stopping_ = false;

    // The desk's results come to the loop; the engine is only touched there.
    struct Queue : DeskQueue
    {
        std::unique_ptr<DeskThread> thread;
        void push(Event event) override { thread->push(std::move(event)); }
    } queue_;
    Engine engine_;
    ControlRequests requests_;
    Reload reload_;
    std::unique_ptr<http::Listener> listener_;
    std::unique_ptr<ControlServer> control_;
    // Verifies a finished copy, which can take a minute; it touches that copy's file and nothing of ours.
    std::thread sealing_;
    std::atomic<bool> is_ending_ = false;
};

App::App(const Config& config, const RunOptions& options, slack::Endpoint endpoint, Reload::ReadAgain read_again,
         EndGuard& guard)
    : guard_(guard),
      clock_(make_clock(options)),
      database_(config.store_path, random_),
      desk_((prepare_book(database_, config, clock_->now()), database_), *clock_, random_,
            desk_settings(config, options)),
      transport_(io_, endpoint, failing()),
      engine_(*clock_, queue_, transport_, slack::LinkFigures{}, endpoint.trusted_host, endpoint.is_loopback,
              [this] { return random_.jitter(); }),
      requests_(engine_, *clock_, dynamic_cast<VirtualClock*>(clock_.get())),
      reload_(config, std::move(read_again),
              [this](ConfigChanged change, Reload::Answered done)
              { engine_.configure(std::move(change), std::move(done)); })
{
    transport_.listen(engine_);
    engine_.seal_with([this](SealJob job, std::function<void(std::string)> done)
                      { seal(std::move(job), std::move(done)); });
    queue_.thread = std::make_unique<DeskThread>(
        desk_,
        [this](BatchResult result)
        {
            asio::post(io_,
                       [this, result = std::move(result)]() mutable
                       {
                           engine_.on_batch(std::move(result));
                           after_each_turn();
                       });
        },
        [this](std::exception_ptr error) { asio::post(io_, [this, error] { fail(error); }); });
    if (!config.http_listen.empty())
        listener_ = std::make_unique<http::Listener>(
            io_, config.http_listen, [this](std::string_view target) { return http::answer(target, engine_.status()); },
            failing());
    control_ = std::make_unique<ControlServer>(
        io_, control_path(config.store_path),
        [this](const std::string& line, const std::string& user, ControlServer::Reply reply)
        {
            requests_.handle(line, user, std::move(reply));
            after_each_turn();
        },
        failing());
}

/// One at a time: the next backup is not begun before this one has ended.
void App::seal(SealJob job, std::function<void(std::string)> done)
{
    if (sealing_.joinable())
        sealing_.join();
    sealing_ = std::thread{[this, job = std::move(job), done = std::move(done)]
                           {
                               auto problem = seal_backup(job, random_, [this] { return is_ending_.load(); });
                               asio::post(io_,
                                          [this, done, problem = std::move(problem)]
                                          {
                                              done(problem);
                                              after_each_turn();
                                          });
                           }};
}

void App::fail(std::exception_ptr error)
{
    if (!error_)
        error_ = error;
    guard_.arm(EXIT_FAILURE);
    io_.stop();
}

/// Something happened: a moved clock may take its next step, and the next moment may be nearer than was thought.
void App::after_each_turn()
{
    requests_.pump();
    const auto wait = std::min(engine_.wait().value_or(look_at_the_clock_every), milliseconds{look_at_the_clock_every});
    if (asio::steady_timer::clock_type::now() + wait < timer_.expiry())
        timer_.cancel();
}

asio::awaitable<void> App::watch_time()
{
    for (;;)
    {
        const auto wait =
            std::min(engine_.wait().value_or(look_at_the_clock_every), milliseconds{look_at_the_clock_every});
        timer_.expires_after(wait);
        co_await timer_.async_wait(quiet);
        engine_.on_tick();
        requests_.pump();
    }
}

/// A store that was removed or replaced ends the process: what it would still acknowledge, nobody would find again.
asio::awaitable<void> App::watch_store()
{
    asio::steady_timer pause{io_};
    for (;;)
    {
        pause.expires_after(look_at_the_store_every);
        co_await pause.async_wait(quiet);
        database_.check_place();
    }
}

asio::awaitable<void> App::wait_for_signal()
{
    const auto [error, signal] = co_await signals_.async_wait(quiet);
    if (error)
        co_return;
    log::info("signal {}: draining", signal);
    co_await stop();
}

asio::awaitable<void> App::wait_for_hangups()
{
    for (;;)
    {
        const auto [error, signal] = co_await hangups_.async_wait(quiet);
        if (error)
            co_return;
        if (!is_stopping_)
            reload_.run();
        after_each_turn();
    }
}

/// Takes no more envelopes, gives what is in flight its few seconds, closes every socket. Rows left over go out at the
/// next start.
asio::awaitable<void> App::stop()
{
    is_stopping_ = true;
    guard_.arm(EXIT_SUCCESS);
    control_->close();
    const auto begun = clock_->steady();
    asio::steady_timer pause{io_};
    engine_.stop();
    while (!(engine_.is_stopped() && (engine_.is_idle() || clock_->steady() - begun > outbox_may_finish)) &&
           clock_->steady() - begun < stop_within)
    {
        pause.expires_after(20ms);
        co_await pause.async_wait(quiet);
    }
    if (!engine_.is_stopped())
        log::warn("not everything came to an end in time: what is left over goes out at the next start");
    io_.stop();
}

void App::run()
{
    if (const auto& lost = database_.lost_rows(); !lost.empty())
        log::error("the store is not the newest one: {}. Restore the newest backup; to go on with what is there, stop "
                   "Hotwatch and `hotwatch restore` a copy of it",
                   lost);
    asio::co_spawn(io_, watch_time(), failing());
    asio::co_spawn(io_, watch_store(), failing());
    asio::co_spawn(io_, wait_for_signal(), failing());
    asio::co_spawn(io_, wait_for_hangups(), failing());
    engine_.start();
    io_.run();
    is_ending_ = true;
    if (sealing_.joinable())
        sealing_.join();
    queue_.thread.reset();  // commits what it still holds
    if (error_)
        std::rethrow_exception(error_);
    log::info("stopped");
}

/// Whoever finds the store damaged at night need not look for the backup that mends it.
std::string with_backup(const std::string& damage, const std::string& directory)
{
    if (directory.empty())
        return damage;
    const auto mend = how_to_restore(directory);
    return mend.empty() ? fmt::format("{}. No backup in {} is whole", damage, directory)
                        : fmt::format("{}. The newest backup that is whole: {}", damage, mend);
}

std::unique_ptr<App> open_app(const Config& config, const RunOptions& options, const slack::Endpoint& endpoint,
                              const Reload::ReadAgain& read_again, EndGuard& guard)
{
    try
    {
        return std::make_unique<App>(config, options, endpoint, read_again, guard);
    }
    catch (const StoreDamaged& damaged)
    {
        throw StoreRefused{with_backup(damaged.what(), config.backups.directory)};
    }
}
}  // namespace

void run_app(const Config& config, const RunOptions& options, const std::function<Config()>& read_again)
{
    log::open(config.log);
    log::keep_secret(config.app_token);
    log::keep_secret(config.bot_token);
    require_sound(config);
    const auto endpoint = slack::endpoint_of(config.api_url, config.app_token, config.bot_token);
    refuse_outside_loopback(options, endpoint);
    for (const auto& warning : config.warnings)
        log::warn("{}", warning);
    if (config.room == "channel")
        log::info("incident rooms are threads in this version; [incident] room = \"channel\" comes later");
    EndGuard guard{end_within};
    const auto app = open_app(config, options, endpoint, read_again, guard);
    log::info("Hotwatch is starting on {}", config.store_path);
    app->run();
}

}  // namespace hotwatch
