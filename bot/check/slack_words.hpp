// What came of a call, in the words of whoever has to mend it. Pure.
#pragma once

#include <chrono>
#include <string>

#include "bot/slack/web_api.hpp"

namespace hotwatch::check
{

inline constexpr std::chrono::seconds longest_call{10};

/// Nobody answered for Slack: nothing further need be asked.
bool is_out_of_reach(const slack::ApiResult& result);

/// A sentence. Precondition: it did not succeed.
std::string trouble(const slack::ApiResult& result);
std::string mend_of(const slack::ApiResult& result);

}  // namespace hotwatch::check
