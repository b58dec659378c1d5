#include "commands/request.hpp"

namespace hotwatch
{

std::string_view origin_name(Origin origin)
{
    switch (origin)
    {
    case Origin::slash:
        return "slash";
    case Origin::mention:
        return "mention";
    case Origin::direct_message:
        return "dm";
    case Origin::button:
        return "button";
    case Origin::form:
        return "modal";
    case Origin::shell:
        return "shell";
    }
    return "";
}

}  // namespace hotwatch
