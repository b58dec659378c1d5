// What people ask for costs as much with thousands of open incidents as with a few: counted in SQLite's own steps.
#include "commands/grammar.hpp"
#include "commands/table.hpp"
#include "incident_book.hpp"

namespace hotwatch::testing
{

namespace
{

class FlatCost : public IncidentBook, public ::testing::WithParamInterface<const char*>
{
  protected:
    void open_many(int count)
    {
        for (int i = 0; i < count; ++i)
        {
            Incident incident;
            incident.title = "checkout is failing";
            incident.severity = static_cast<Severity>(i % 4);
            incident.room = {support, fmt::format("{}.{:06}", 1'760'000'000 + ++opened_, 1)};
            incident.declared = incident.last_update = {at(9), cleo};
            incident.commander = i % 2 == 0 ? cleo : UserId{};
            if (i % 3 == 0)
            {
                incident.state = IncidentState::acknowledged;
                incident.acknowledged = Mark{at(9, 1), cleo};
            }
            book.incidents.add(incident);
        }
    }
    /// How often SQLite looked up from its reading, which it does each few thousand steps.
    int looks_of(const Request& request)
    {
        int looks = 0;
        database.stop_reads_when(
            [&]
            {
                ++looks;
                return false;
            });
        (void)run(request, book, at(10));
        database.stop_reads_when({});
        return looks;
    }

  private:
    int opened_ = 0;
};

TEST_P(FlatCost, HoweverManyAreOpen)
{
    const std::string line = GetParam();
    Request request;
    request.origin = Origin::slash;
    request.user = cleo;
    request.channel = support;
    request.zone = "America/New_York";
    request.words = parse_command(line.substr(0, line.find(' ')), line.substr(std::min(line.find(' '), line.size())));
    open_many(100);
    const int few = looks_of(request);
    open_many(5'000);
    EXPECT_LE(looks_of(request), few + 1);
}

INSTANTIATE_TEST_SUITE_P(Commands, FlatCost,
                         ::testing::Values("oncall", "oncall me", "oncall who <@U2>", "status", "incident",
                                           "incident list", "incident ack", "incident show INC-7",
                                           "incident update INC-7 looking", "incident declare P2 it is slow"));

}  // namespace

}  // namespace hotwatch::testing
