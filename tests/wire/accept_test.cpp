// Taking connections while the process has no descriptor left.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "bot/accept.hpp"

namespace hotwatch::testing
{
namespace
{
namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

/// No further descriptor can be opened while it lives.
class NoDescriptors
{
  public:
    NoDescriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        auto none = before_;
        none.rlim_cur = 0;
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

  private:
    rlimit before_{};
};

TEST(Accept, RestsWhereNoConnectionCanBeTakenAndTakesItLater)
{
    if (HOTWATCH_IS_SANITIZED)
        GTEST_SKIP() << "the sanitizer needs a descriptor itself to look at memory";
    asio::io_context io;
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    tcp::socket client{io};
    client.connect(acceptor.local_endpoint());  // waits in the queue until it is taken
    int served = 0;
    asio::co_spawn(io, accept_each(acceptor, "test", [&](const tcp::socket&) { ++served; }),
                   [](const std::exception_ptr& failed) { EXPECT_EQ(failed, nullptr); });
    {
        const NoDescriptors none;
        EXPECT_LT(io.run_for(100ms), 20U) << "it goes round and round";
        EXPECT_EQ(served, 0);
    }
    for (int i = 0; i < 100 && served == 0; ++i)
        io.run_for(100ms);
    EXPECT_EQ(served, 1);
    acceptor.close();
    io.run_for(2s);
    EXPECT_TRUE(io.stopped()) << "it ends with its acceptor";
}

}  // namespace
}  // namespace hotwatch::testing
