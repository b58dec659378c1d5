// The desk on a thread of its own: a slow disk delays a batch of acks, never the ping.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "bot/desk.hpp"
#include "bot/engine.hpp"

namespace hotwatch
{

/// What waits while one batch is on its way to the disk becomes the next batch: group commit without a delay of its
/// own.
class DeskThread : public DeskQueue
{
  public:
    /// `give` gets each result, `fail` the exception that ends the desk (StoreBroken); both run on the desk's thread.
    DeskThread(Desk& desk, std::function<void(BatchResult)> give, std::function<void(std::exception_ptr)> fail);
    ~DeskThread() override;  // finishes what is queued
    DeskThread(const DeskThread&) = delete;
    DeskThread& operator=(const DeskThread&) = delete;

    void push(Event event) override;

  private:
    void run();

    Desk& desk_;
    std::function<void(BatchResult)> give_;
    std::function<void(std::exception_ptr)> fail_;
    std::mutex mutex_;  // guards queue_ and is_ending_; everything else belongs to the desk's thread
    std::condition_variable something_came_;
    std::vector<Event> queue_;
    bool is_ending_ = false;
    std::thread thread_;
};

}  // namespace hotwatch
