// What one seed decides before anything happens: which troubles exist at all in this run and how often
// they strike, how many processes share the store, and who comes to the shop. Most seeds leave most
// things out, because a run in which everything goes wrong hides what few troubles do together.
#pragma once

#include "base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::simulation {

/// What can go wrong. `word()` is the name with dashes, which `--without` takes.
enum class Trouble : std::uint8_t {
    slow_store,
    lost_store_answers,
    store_outages,
    full_store,
    slow_network,
    refused_connections,
    lost_requests,
    late_requests,
    repeated_requests,
    lost_replies,
    spoiled_replies,
    provider_outages,
    refused_keys,
    changed_keys,
    no_webhooks,
    lost_webhooks,
    late_webhooks,
    repeated_webhooks,
    forged_webhooks,
    crashes,
    stops,
    clock_jumps,
};

inline constexpr std::size_t trouble_count = 22;

std::string_view word(Trouble trouble);

/// Returns what `trouble` is, as the middle of a sentence.
std::string_view describe(Trouble trouble);

std::array<Trouble, trouble_count> all_troubles();

struct Plan {
    std::uint64_t seed = 1;
    int nodes = 1;
    std::vector<int> buyers;  // Their numbers; a buyer keeps the number when others are left out.
    std::vector<int> operators;
    bool console = false;  // Somebody gives money back in the provider's own console.
    bool bank = false;     // The bank takes deposits back.
    Millis busy_for{0};    // How long people and troubles are about; two quiet days follow.
    std::array<int, trouble_count> per_mille{};  // How often each strikes where it can; 0: never.

    [[nodiscard]] int rate(Trouble trouble) const {
        return per_mille.at(static_cast<std::size_t>(trouble));
    }

    /// Returns the words of everything that can be left out, the largest parts first.
    [[nodiscard]] std::vector<std::string> parts() const;
};

/// Returns the plan of `seed`.
Plan plan_for(std::uint64_t seed);

/// Returns `plan` without the parts that `words` name; none when one of them is not a part of any plan.
std::optional<Plan> leave_out(Plan plan, const std::set<std::string>& words);

/// Returns the plan in plain words, one line for each thing in it.
std::vector<std::string> describe(const Plan& plan);

}  // namespace gyeol::simulation
