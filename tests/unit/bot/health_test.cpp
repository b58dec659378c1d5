#include "bot/http/health.hpp"

#include <gtest/gtest.h>

namespace
{
using namespace hotwatch;

EngineStatus well()
{
    EngineStatus status;
    status.link.live = 2;
    return status;
}

TEST(Health, IsFineWhileTheStoreWrites)
{
    EXPECT_EQ(http::answer("/healthz", well()).status, 200);
    EXPECT_EQ(http::answer("/readyz?verbose", well()).status, 200);
}

TEST(Health, Is503WhileTheStoreIsFull)
{
    auto status = well();
    status.desk.store_writes = false;
    EXPECT_EQ(http::answer("/healthz", status).status, 503);
    EXPECT_EQ(http::answer("/readyz", status).status, 503);
}

TEST(Health, IsNotReadyWithoutSlackThoughTheProcessIsWell)
{
    auto status = well();
    status.link.live = 0;
    status.link.trouble = "link_disabled";
    EXPECT_EQ(http::answer("/healthz", status).status, 200);
    EXPECT_EQ(http::answer("/readyz", status).status, 503);
    EXPECT_NE(http::answer("/readyz", status).body.find("link_disabled"), std::string::npos);
}

TEST(Health, IsNotReadyWhileSlackRefusesTheBotToken)
{
    auto status = well();
    status.desk.token_trouble = "token_revoked";
    EXPECT_EQ(http::answer("/healthz", status).status, 200);
    EXPECT_EQ(http::answer("/readyz", status).status, 503);
    EXPECT_NE(http::answer("/readyz", status).body.find("token_revoked"), std::string::npos);
}

TEST(Health, SaysThatTheStoreMayLackRows)
{
    auto status = well();
    status.desk.has_lost_rows = true;
    EXPECT_EQ(http::answer("/healthz", status).status, 200);
    EXPECT_NE(http::answer("/healthz", status).body.find("may lack its newest rows"), std::string::npos);
}

TEST(Health, KnowsNothingElse)
{
    EXPECT_EQ(http::answer("/", well()).status, 404);
    EXPECT_EQ(http::answer("/healthz/x", well()).status, 404);
}

}  // namespace
