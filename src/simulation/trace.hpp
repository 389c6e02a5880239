// What happened in a run, as a number that two equal runs share, and as a story for people.
#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gyeol::simulation {

class Trace {
public:
    /// Lines are kept only for a story; the hash is made of them either way.
    Trace(Instant start, bool keeps_lines) : start_(start), keeps_lines_(keeps_lines) {}

    void say(Instant now, const std::string& line);

    /// Returns the digest of everything said so far.
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

    [[nodiscard]] std::size_t length() const { return length_; }

    /// `+00:01:02.345 what happened`, oldest first.
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

private:
    void mix_in(std::uint64_t value);

    Instant start_;
    bool keeps_lines_;
    std::uint64_t hash_ = 0xCBF29CE484222325ULL;
    std::size_t length_ = 0;
    std::vector<std::string> lines_;
};

}  // namespace gyeol::simulation
