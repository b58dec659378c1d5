#include "bot/desk_thread.hpp"

namespace hotwatch
{

namespace
{
constexpr std::size_t most_in_a_batch = 512;  // bounds what one failed commit takes with it, and an ack's wait
}

DeskThread::DeskThread(Desk& desk, std::function<void(BatchResult)> give, std::function<void(std::exception_ptr)> fail)
    : desk_(desk), give_(std::move(give)), fail_(std::move(fail)), thread_([this] { run(); })
{
}

DeskThread::~DeskThread()
{
    {
        const std::lock_guard lock{mutex_};
        is_ending_ = true;
    }
    something_came_.notify_one();
    thread_.join();
}

void DeskThread::push(Event event)
{
    {
        const std::lock_guard lock{mutex_};
        queue_.push_back(std::move(event));
    }
    something_came_.notify_one();
}

void DeskThread::run()
{
    std::vector<Event> batch;
    for (;;)
    {
        batch.clear();
        {
            std::unique_lock lock{mutex_};
            something_came_.wait(lock, [this] { return !queue_.empty() || is_ending_ || desk_.is_copying(); });
            if (queue_.empty() && is_ending_)
                return;
            if (queue_.size() <= most_in_a_batch)
                batch.swap(queue_);
            else
            {
                const auto cut = queue_.begin() + static_cast<std::ptrdiff_t>(most_in_a_batch);
                batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(cut));
                queue_.erase(queue_.begin(), cut);
            }
        }
        try
        {
            if (!batch.empty())
                give_(desk_.handle(std::move(batch)));
            if (desk_.is_copying())
                if (auto result = desk_.copy_on())
                    give_(std::move(*result));
        }
        catch (...)
        {
            fail_(std::current_exception());
            return;
        }
    }
}

}  // namespace hotwatch
