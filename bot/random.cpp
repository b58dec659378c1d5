#include "bot/random.hpp"

#include <fmt/format.h>

namespace hotwatch
{

namespace
{
std::mt19937_64 seeded_from_system()
{
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device(), device(), device(), device(), device()};
    return std::mt19937_64{seed};
}
}  // namespace

Random::Random() : engine_(seeded_from_system()) {}

Random::Random(std::uint64_t seed) : engine_(seed) {}

std::uint64_t Random::next()
{
    const std::lock_guard lock{mutex_};
    return engine_();
}

std::string Random::uuid()
{
    const std::uint64_t high = (next() & 0xffffffffffff0fffULL) | 0x4000ULL;
    const std::uint64_t low = (next() & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU, high & 0xffffU,
                       low >> 48U, low & 0xffffffffffffULL);
}

std::string Random::salt()
{
    return fmt::format("{:016x}{:016x}", next(), next());
}

double Random::jitter()
{
    return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

}  // namespace hotwatch
