#include "bot/end_guard.hpp"

#include <cstdlib>

namespace hotwatch
{

EndGuard::~EndGuard()
{
    {
        const std::lock_guard lock{mutex_};
        is_over_ = true;
    }
    ended_.notify_one();
    if (thread_.joinable())
        thread_.join();
}

void EndGuard::arm(int exit_code)
{
    const std::lock_guard lock{mutex_};
    if (!std::exchange(exit_code_, exit_code))
        thread_ = std::thread{[this] { wait(); }};
}

void EndGuard::wait()
{
    std::unique_lock lock{mutex_};
    if (!ended_.wait_for(lock, within_, [this] { return is_over_; }))
        std::_Exit(*exit_code_);  // nothing is logged: the log may be what hangs
}

}  // namespace hotwatch
