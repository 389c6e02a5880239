#include "simulation/dice.hpp"

#include "sandbox/id_maker.hpp"

namespace gyeol::simulation {
namespace {

constexpr std::uint64_t golden = 0x9E3779B97F4A7C15ULL;

}  // namespace

Dice Dice::fork(std::uint64_t stream) const {
    return Dice(sandbox::mix(seed_ ^ sandbox::mix(stream + golden)));
}

std::uint64_t Dice::next() {
    return sandbox::mix(seed_ + ++thrown_ * golden);
}

std::size_t Dice::below(std::size_t bound) {
    // The bias of the remainder is far below what any simulation could notice.
    return static_cast<std::size_t>(next() % bound);
}

bool Dice::chance(int per_mille) {
    return static_cast<int>(next() % 1000) < per_mille;
}

Millis Dice::between(Millis shortest, Millis longest) {
    const auto width = static_cast<std::size_t>((longest - shortest).count());
    return shortest + Millis(static_cast<std::int64_t>(below(width)));
}

}  // namespace gyeol::simulation
