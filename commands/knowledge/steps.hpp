// A runbook as what is to be done, one step after the other. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "commands/knowledge/piece.hpp"

namespace hotwatch::knowledge
{

/// All pieces of a runbook, headings included. Each item and each command of diagnosis and resolution begins a step;
/// steps are numbered through both, so that a number names one thing to do. A comment above a command is its title.
std::vector<Piece> pieces_of_runbook(std::string_view body);

/// The pieces of one step; empty where it has no such step.
std::vector<Piece> step_of(const std::vector<Piece>& pieces, int step);

int steps_in(const std::vector<Piece>& pieces);

}  // namespace hotwatch::knowledge
