// Chance, injected: jitter for back-off, identifiers for rows. Seeded from the system in production, by number in
// tests.
#pragma once

#include <mutex>
#include <random>

#include "storage/book.hpp"

namespace hotwatch
{

class Random : public IdSource
{
  public:
    Random();                             // from the system's entropy
    explicit Random(std::uint64_t seed);  // the same seed, the same numbers

    std::string uuid() override;  // version 4
    std::string salt() override;
    double jitter();  // in [0, 1)

  private:
    std::uint64_t next();
    std::mutex mutex_;  // guards engine_: the loop asks for jitter, the desk for identifiers
    std::mt19937_64 engine_;
};

}  // namespace hotwatch
