// Whatever Slack and the machine do, every row ends where it must: a Slack that keeps what it accepted, seeded faults,
// crashes at any moment, and a hundred thousand rows.
#include "sender_fixture.hpp"

#include <random>

#include <fmt/format.h>

namespace hotwatch::slack
{

namespace
{
constexpr std::string_view repeat_mark = "Possibly a repeat";

/// Accepts posts, forgets answers, hides its newest messages for a moment.
class FakeSlack
{
  public:
    struct Accepted
    {
        std::string uuid;
        std::string conversation;
        std::string channel;
        std::string ts;
        UtcMillis at;
        bool is_marked = false;  // as a possible repeat
    };
    std::vector<Accepted> accepted;
    bool is_calm = false;  // no faults any more

    explicit FakeSlack(unsigned seed) : dice_(seed) {}

    ApiResult answer(const Attempt& attempt, const std::string& conversation, UtcMillis now)
    {
        const auto args = nlohmann::json::parse(attempt.request.args);
        const int fate = is_calm ? 99 : static_cast<int>(dice_() % 100);
        if (fate < 10)
            return {.kind = ApiResult::Kind::not_sent, .error = "connection refused"};
        if (fate < 20)
            return {.kind = ApiResult::Kind::rate_limited,
                    .status = 429,
                    .error = "ratelimited",
                    .retry_after = seconds{1 + static_cast<int>(dice_() % 20)}};
        if (fate < 27)
            return {.kind = ApiResult::Kind::unknown, .status = 503, .error = "HTTP 503"};
        if (attempt.is_lookup)
            return history(args, now);
        if (fate < 29)
            return {.kind = ApiResult::Kind::refused, .status = 200, .error = "is_archived", .body = "{}"};
        if (fate < 30)
            return {.kind = ApiResult::Kind::refused, .status = 200, .error = "invalid_blocks", .body = "{}"};
        const auto ts = fmt::format("{}.000001", ++count_);
        accepted.push_back({args.at("metadata").at("event_payload").at("id"), conversation, args.at("channel"), ts, now,
                            args.at("text").get<std::string>().find(repeat_mark) != std::string::npos});
        if (fate < 45)
            return {.kind = ApiResult::Kind::unknown, .error = "timed out"};
        return {.kind = ApiResult::Kind::ok,
                .status = 200,
                .body = nlohmann::json{{"ok", true}, {"channel", args.at("channel")}, {"ts", ts}}.dump()};
    }

    [[nodiscard]] bool dies() { return !is_calm && dice_() % 40 == 0; }
    [[nodiscard]] double jitter() { return static_cast<double>(dice_() % 1'000) / 1'000; }

  private:
    ApiResult history(const nlohmann::json& args, UtcMillis now)
    {
        constexpr milliseconds lag{4'000};
        const auto channel = args.at("channel").get<std::string>();
        auto messages = nlohmann::json::array();
        for (const auto& message : accepted)
            if (message.channel == channel && message.at + lag <= now)
                messages.push_back(
                    {{"ts", message.ts}, {"bot_id", "B1"}, {"metadata", {{"event_payload", {{"id", message.uuid}}}}}});
        return {.kind = ApiResult::Kind::ok,
                .status = 200,
                .body = nlohmann::json{{"ok", true}, {"messages", messages}}.dump()};
    }

    std::mt19937 dice_;
    int count_ = 0;
};
}  // namespace

class SenderProperty : public SenderTest, public testing::WithParamInterface<unsigned>
{
};

TEST_P(SenderProperty, EveryPostEndsOnceInSlackOrMarkedOrParkedAndInOrder)
{
    FakeSlack slack{GetParam()};
    constexpr int rows = 60;
    for (int id = 1; id <= rows; ++id)
    {
        const auto talk = std::to_string(id % 7);
        auto call = post(id, "C" + talk, "room " + talk);
        call.send_class = static_cast<SendClass>(id % 6);
        call.severity = id % 4;
        add(call);
    }
    struct UnderWay
    {
        Attempt attempt;
        ApiResult result;
    };
    std::multimap<std::int64_t, UnderWay> under_way;  // by when the answer arrives
    const auto is_done = [&]
    {
        return std::ranges::all_of(
            store, [](const auto& entry)
            { return entry.second.state == CallState::sent || entry.second.state == CallState::parked; });
    };
    std::int64_t now = 0;
    for (int turn = 0; turn < 20'000 && !is_done(); ++turn)
    {
        slack.is_calm = now > 1'800'000;
        jitter = slack.jitter();
        for (auto& attempt : next(now))
        {
            // Committed, then sent: Slack sees it, whether or not we live to hear the answer.
            auto result = slack.answer(attempt, saved(attempt.call_id).conversation, at(now));
            under_way.emplace(now + 50 + static_cast<std::int64_t>(jitter * 200), UnderWay{attempt, std::move(result)});
        }
        if (slack.dies())
        {
            under_way.clear();
            now += 3'000;
            restart(now);
            continue;
        }
        const auto wake = sender->wake_at();
        auto then = wake ? std::max(now + 1, (*wake - at(0)).count()) : now + 60'000;
        if (!under_way.empty())
            then = std::min(then, under_way.begin()->first);
        now = std::max(now, then);
        while (!under_way.empty() && under_way.begin()->first <= now)
        {
            const auto arrived = under_way.extract(under_way.begin());
            comes(arrived.mapped().attempt, arrived.mapped().result, now);
        }
    }
    ASSERT_TRUE(is_done()) << "still waiting at " << now;

    // What product 13 allows, and nothing beyond it.
    std::map<std::string, int> times;
    std::map<std::string, int> newest;
    for (const auto& message : slack.accepted)
    {
        const bool is_first = ++times[message.uuid] == 1;
        const int id = std::stoi(message.uuid.substr(5));
        // A P0 whose outcome cannot be found out repeats, and each repeat says that it may be one.
        EXPECT_TRUE(is_first || message.is_marked) << id << " stands twice without a word";
        // So only a marked repeat may follow its own row; older rows never follow newer ones.
        auto& before = newest[message.conversation];
        EXPECT_TRUE(id > before || (id == before && message.is_marked)) << id << " after " << before;
        before = std::max(before, id);
    }
    for (const auto& [id, call] : store)
    {
        const bool is_sent = call.state == CallState::sent;
        if (call.error.starts_with(outcome_unknown))
        {
            // It stands once or not at all: nobody can say, so it waits for a person. A P0 never does.
            EXPECT_EQ(call.state, CallState::parked) << id;
            EXPECT_NE(call.severity, 0) << id;
            EXPECT_LE(times[call.uuid], 1) << id;
        }
        else if (call.args.find(repeat_mark) != std::string::npos)
        {
            // Marked and then refused for good, its first copy may be all there is, or there may be none.
            EXPECT_EQ(call.severity, 0) << id;
            EXPECT_GE(times[call.uuid], is_sent ? 1 : 0) << id << " " << call.error;
            EXPECT_LE(times[call.uuid], call.attempts) << id;
        }
        else
            EXPECT_EQ(times[call.uuid], is_sent ? 1 : 0) << id << " " << call.error;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SenderProperty, testing::Range(1U, 201U));

/// What a row costs does not grow with the number of rows that wait beside it.
TEST_F(SenderTest, AHundredThousandRowsDrainWithAFewLooksEach)
{
    figures.in_flight = 8;
    figures.per_minute = {{"chat.postMessage", 1'000'000}};
    sender = make();
    constexpr std::int64_t rows = 100'000;
    for (std::int64_t id = 1; id <= rows; ++id)
    {
        const auto talk = std::to_string(id % 1'000);
        sender->add(post(id, "C" + talk, "room " + talk));
    }
    std::int64_t now = 0;
    std::int64_t done = 0;
    std::uint64_t turns = 0;
    while (done < rows && ++turns < 1'000'000)
    {
        auto output = sender->next(at(now));
        if (output.attempts.empty())
        {
            const auto wake = sender->wake_at();
            ASSERT_TRUE(wake);
            ASSERT_GT((*wake - at(0)).count(), now) << "woken for nothing";
            now = (*wake - at(0)).count();
        }
        for (const auto& attempt : output.attempts)
        {
            (void)sender->outcome(attempt, posted("C", "1.1"), at(now));  // kept nowhere: only the cost is looked at
            ++done;
        }
    }
    EXPECT_EQ(done, rows);
    EXPECT_LE(sender->looked_at(), static_cast<std::uint64_t>(rows) * 6);
}

}  // namespace hotwatch::slack
