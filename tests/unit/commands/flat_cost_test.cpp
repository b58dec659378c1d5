// What people ask for costs as much with thousands of open incidents as with a few: counted in SQLite's own steps.
#include "commands/grammar.hpp"
#include "commands/table.hpp"
#include "incident_book.hpp"

namespace hotwatch::testing
{

namespace
{

class ManyOpen : public IncidentBook
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

    Request typed(const UserId& user, const std::string& line)
    {
        Request request;
        request.origin = Origin::slash;
        request.user = user;
        request.channel = support;
        request.zone = "America/New_York";
        request.words =
            parse_command(line.substr(0, line.find(' ')), line.substr(std::min(line.find(' '), line.size())));
        return request;
    }

  private:
    int opened_ = 0;
};

class FlatCost : public ManyOpen, public ::testing::WithParamInterface<const char*>
{
};

TEST_P(FlatCost, HoweverManyAreOpen)
{
    const auto request = typed(cleo, GetParam());
    open_many(100);
    const int few = looks_of(request);
    open_many(5'000);
    EXPECT_LE(looks_of(request), few + 1);
}

TEST_F(ManyOpen, AreNoBurdenOnWhoHasAFew)
{
    const auto request = typed(ben, "incident list mine");
    (void)declare_incident(says(ben, "declare", "P3 Declared"), book, at(3));
    (void)declare_incident(says(mia, "declare", "P3 Joined"), book, at(3));
    (void)join_incident(says(ben, "join", "INC-2"), book, at(3, 1));
    open_many(100);
    const int few = looks_of(request);
    open_many(5'000);
    EXPECT_LE(looks_of(request), few + 1);
}

INSTANTIATE_TEST_SUITE_P(Commands, FlatCost,
                         ::testing::Values("oncall", "oncall me", "oncall who <@U2>", "status", "incident",
                                           "incident list", "incident list P0", "incident list week", "incident ack",
                                           "incident show INC-7", "incident update INC-7 looking",
                                           "incident declare P2 it is slow"));

}  // namespace

}  // namespace hotwatch::testing
