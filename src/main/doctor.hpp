// `gyeol doctor`: says what the configuration comes to and what stands in the way of taking payments.
// What was found out comes in as facts, what is said goes out as lines; the looking is in
// doctor_probes.hpp.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "main/config.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::program {

enum class CheckLevel : std::uint8_t { ok, warning, error };

std::string_view word(CheckLevel level);

struct CheckLine {
    CheckLevel level = CheckLevel::ok;
    std::string name;
    std::string what;
    std::string cure;  // Empty when there is nothing to do.

    friend bool operator==(const CheckLine&, const CheckLine&) = default;
};

/// What came of calling a provider's host.
struct ProviderFact {
    std::string url;
    std::string failure;          // Empty when something answered.
    std::optional<Instant> date;  // Its `Date` header.
    Instant our_time;             // Ours, half-way between asking and the answer.
};

/// What was looked at. The sandbox is part of the program and is not called.
struct DoctorFacts {
    Result<std::string> database =
        std::string();  // What it is and where, or why it cannot be used.
    Done port;
    std::vector<ProviderFact> providers;
};

/// Returns one line for each thing that is well or not: settings first, then the world.
std::vector<CheckLine> examine(const LoadedConfig& loaded, const DoctorFacts& facts);

/// Returns the whole report: the settings in force, the lines, and what to register at the providers.
std::string write_report(const LoadedConfig& loaded, const std::vector<CheckLine>& lines);

/// Returns 1 when any line is an error, else 0.
int exit_code(const std::vector<CheckLine>& lines);

}  // namespace gyeol::program
