// A setting that SQLite does not take ends the opening, by its name: here because a transaction is open, in which
// SQLite changes none of these.
#include "fixture.hpp"
#include "storage/connection.hpp"
#include "storage/settings.hpp"

namespace hotwatch::test
{

namespace
{

class Settings : public FileTest
{
  protected:
    template <typename Apply>
    static std::string refusal(Apply apply)
    {
        try
        {
            apply();
        }
        catch (const StoreRefused& refused)
        {
            return refused.what();
        }
        return "taken";
    }
    Connection connection{path, ""};
};

TEST_F(Settings, ThatKeepReferencesWholeAreNamedWhereSqliteRefusesThem)
{
    connection.begin();
    EXPECT_THAT(refusal([&] { apply_cautious_settings(connection, false); }),
                testing::HasSubstr("did not take the setting foreign_keys=ON (it says '0')"));
}

TEST_F(Settings, ThatKeepWritesAreNamedWhereSqliteRefusesThem)
{
    apply_cautious_settings(connection, false);
    connection.begin();
    EXPECT_THAT(refusal([&] { apply_writing_settings(connection, false); }), testing::HasSubstr("journal_mode=WAL"));
}

TEST_F(Settings, AreTakenOtherwise)
{
    EXPECT_EQ(refusal(
                  [&]
                  {
                      apply_cautious_settings(connection, false);
                      apply_writing_settings(connection, false);
                  }),
              "taken");
}

}  // namespace

}  // namespace hotwatch::test
