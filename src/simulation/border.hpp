// Where a process meets the world: before and after each call of its store or a provider. There it may die
// or stand still, in every build alike.
#pragma once

#include "ports/task.hpp"

#include <cstdint>
#include <string_view>

namespace gyeol::simulation {

enum class Crossing : std::uint8_t { before_store, after_store, before_request, after_reply };

std::string_view word(Crossing crossing);

class Border {
public:
    Border() = default;
    Border(const Border&) = delete;
    Border& operator=(const Border&) = delete;
    virtual ~Border() = default;

    /// Returns at once, or after the process stood still, or never: then it was killed here.
    virtual Task<> crosses(Crossing where) = 0;
};

}  // namespace gyeol::simulation
