// How refusals for want of rights read, and what a pressed proposal says.
#include "commands/render_rights.hpp"
#include "tests/support/golden.hpp"

namespace
{
using namespace hotwatch;
using hotwatch::testing::expect_golden;

const std::vector<std::string> people{"Ana <Ortiz>", "ben"};

TEST(RenderedRights, SayWhoCan)
{
    expect_golden("commands/refusal_guest", render_not_for_guests(people));
    expect_golden("commands/refusal_guest_nobody_known", render_not_for_guests({}));
    expect_golden("commands/refusal_guest_share", render_guests_share_nothing(people));
    expect_golden("commands/checking_who", render_checking_who());
    expect_golden("commands/refusal_not_known_who", render_not_known_who());
    expect_golden("commands/refusal_responders", render_for_responders("change runbooks and the FAQ", people));
}

TEST(RenderedRights, APressedProposalSaysWhoPressedIt)
{
    const Pressed pressed{.line = "incident declare P0 queue is `down` <!channel>",
                          .who = "Ana <Ortiz>",
                          .at = UtcMillis{std::chrono::hours{489'000}},
                          .object = "INC-12"};
    Policy policy;
    policy.commands["incident"] = "/inc";
    expect_golden("commands/pressed", render_pressed(pressed, policy));
    expect_golden("commands/pressed_before", render_pressed_before(pressed, policy));
}

}  // namespace
