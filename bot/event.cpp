#include "bot/event.hpp"

namespace hotwatch
{

void BatchResult::append(BatchResult&& other)
{
    const auto add = [](auto& to, auto& from)
    { to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end())); };
    add(acks, other.acks);
    add(direct, other.direct);
    add(forms, other.forms);
    add(attempts, other.attempts);
    add(answers, other.answers);
    add(seals, other.seals);
    add(alarms, other.alarms);
}

}  // namespace hotwatch
