#include "tests/bench/candidate.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <time.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/slack_sim/house.hpp"

namespace bench
{

namespace
{
using namespace std::chrono_literals;
using slack_sim::Sim;

constexpr auto connects_within = 60s;  // a store of a million incidents is looked through first
constexpr auto stops_within = 10s;     // product section 1
constexpr auto look_every = 5ms;

std::chrono::duration<double> read_clock(clockid_t id)
{
    timespec time{};
    if (::clock_gettime(id, &time) != 0)
        throw std::system_error{errno, std::generic_category(), "clock_gettime"};
    return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

/// Should this program be killed, the kernel ends what it started.
std::vector<std::string> tied_to_us(const std::vector<std::string>& command)
{
    const std::string setpriv = "/usr/bin/setpriv";
    std::vector<std::string> tied;
    if (std::filesystem::exists(setpriv))
        tied = {setpriv, "--pdeathsig", "KILL"};
    tied.insert(tied.end(), command.begin(), command.end());
    return tied;
}
}  // namespace

void pause(std::chrono::milliseconds length)
{
    ::poll(nullptr, 0, static_cast<int>(length.count()));
}

slack_sim::Config team()
{
    slack_sim::Config config = slack_sim::hotdash_team();
    config.rate_limits = false;
    return config;
}

Candidate::Candidate(Program program, std::filesystem::path directory)
    : program_(std::move(program)), directory_(std::move(directory))
{
    std::filesystem::create_directories(directory_);
    slack_sim::ServerOptions options;
    options.directory = directory_;
    server_ = std::make_unique<slack_sim::Server>(options, team());
    thread_ = std::thread{[this]
                          {
                              try
                              {
                                  server_->run();
                              }
                              catch (const std::exception& error)
                              {
                                  std::cerr << "bench: the simulator ended: " << error.what() << '\n';
                                  std::_Exit(1);  // nothing that follows would be true; children end with us
                              }
                          }};
}

Candidate::~Candidate()
{
    process_.reset();
    server_->stop();
    thread_.join();
}

void Candidate::spawn()
{
    auto variables = server_->environment();
    variables.insert(variables.end(), program_.variables.begin(), program_.variables.end());
    process_ = std::make_unique<slack_sim::ChildProcess>(tied_to_us(program_.command), directory_, variables,
                                                         directory_ / "log");
}

void Candidate::start()
{
    spawn();
    const bool is_up = until(
        [&](const Sim& sim) { return sim.sockets() >= program_.sockets || !process_->is_running(); }, connects_within);
    expect_alive();
    if (!is_up)
        throw std::runtime_error{fmt::format("{} did not connect:\n{}", program_.name, end_of_log())};
    let_settle();
}

std::chrono::duration<double> Candidate::start_to_first_ack()
{
    const auto acked = std::make_shared<std::promise<Clock::time_point>>();
    auto first_ack = acked->get_future();
    act(
        [&](Sim& sim)
        {
            // Slack sends again what waits for longer than 3 s, so there may be more acks than one.
            sim.watch({.acked =
                           [acked, is_first = true](const std::string&) mutable
                       {
                           if (std::exchange(is_first, false))
                               acked->set_value(Clock::now());
                       },
                       .posted = nullptr});
            struct Look
            {
                slack_sim::Server& server;
                Clock::time_point end;
                void operator()(Sim& slack) const
                {
                    if (slack.sockets() > 0)
                        slack.load_slash("ana", "general", "/oncall", "");
                    else if (Clock::now() < end)
                        server.at(Clock::now() + 200us, *this);
                }
            };
            Look{*server_, Clock::now() + connects_within}(sim);
        });
    const auto began = Clock::now();
    spawn();
    const bool came = first_ack.wait_for(connects_within) == std::future_status::ready;
    act([](Sim& sim) { sim.watch({}); });
    if (!came)
        throw std::runtime_error{fmt::format("{} acknowledged nothing:\n{}", program_.name, end_of_log())};
    return first_ack.get() - began;
}

void Candidate::stop()
{
    expect_alive();
    process_->ask_to_end();
    const bool has_ended = until([&](const Sim&) { return !process_->is_running(); }, stops_within);
    const auto status = process_->status();
    process_.reset();
    if (!has_ended || status != 0)
        throw std::runtime_error{
            has_ended ? fmt::format("{} ended with status {}:\n{}", program_.name, status.value_or(-1), end_of_log())
                      : fmt::format("{} did not end when asked to", program_.name)};
}

bool Candidate::until(const std::function<bool(Sim&)>& done, std::chrono::milliseconds within)
{
    const auto end = Clock::now() + within;
    while (!with(done))
    {
        if (Clock::now() > end)
            return false;
        pause(look_every);
    }
    return true;
}

void Candidate::let_settle(std::chrono::milliseconds within)
{
    constexpr auto quiet_for = 333ms;
    std::size_t calls = 0;
    auto since = Clock::now();
    until(
        [&](const Sim& sim)
        {
            if (const auto now = sim.ledger().calls.size(); now != calls)
            {
                calls = now;
                since = Clock::now();
            }
            return Clock::now() - since > quiet_for;
        },
        within);
}

void Candidate::expect_alive()
{
    if (!process_ || !process_->is_running())
        throw std::runtime_error{fmt::format("{} ended with status {}:\n{}", program_.name,
                                             process_ ? process_->status().value_or(-1) : -1, end_of_log())};
}

std::chrono::duration<double> Candidate::cpu() const
{
    clockid_t id{};
    if (const int error = ::clock_getcpuclockid(process_->id(), &id); error != 0)
        throw std::system_error{error, std::generic_category(), "clock_getcpuclockid"};
    return read_clock(id);
}

std::chrono::duration<double> Candidate::simulator_cpu()
{
    return with([](const Sim&) { return read_clock(CLOCK_THREAD_CPUTIME_ID); });
}

double Candidate::resident_mb() const
{
    std::ifstream status{fmt::format("/proc/{}/status", process_->id())};
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::stod(line.substr(6)) * 1024 / 1e6;
    throw std::runtime_error{"/proc does not say how much memory is resident"};
}

std::string Candidate::end_of_log() const
{
    constexpr std::size_t most = 2'000;
    std::ifstream file{directory_ / "log"};
    std::ostringstream text;
    text << file.rdbuf();
    const std::string all = text.str();
    return all.substr(all.size() - std::min(all.size(), most));
}

}  // namespace bench
