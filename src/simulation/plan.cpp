#include "simulation/plan.hpp"

#include "simulation/dice.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gyeol::simulation {
namespace {

using namespace std::chrono_literals;

constexpr int nodes_max = 3;
constexpr int buyers_max = 6;
constexpr int operators_max = 2;

struct Row {
    Trouble trouble;
    std::string_view word;
    std::string_view sentence;
    std::array<int, 3>
        per_mille;  // The rates that a seed may choose; what strikes at every step is rare.
};

/// In the order of the enumerators.
constexpr std::array<Row, trouble_count> rows{{
    {Trouble::slow_store, "slow-store", "the store takes its time", {200, 500, 1000}},
    {Trouble::lost_store_answers,
     "lost-store-answers",
     "answers of the store are lost",
     {5, 30, 150}},
    {Trouble::store_outages,
     "store-outages",
     "the store cannot be reached for a while",
     {1000, 1000, 1000}},
    {Trouble::full_store,
     "full-store",
     "the store takes no writes for a while",
     {1000, 1000, 1000}},
    {Trouble::slow_network, "slow-network", "connections and replies take long", {50, 200, 500}},
    {Trouble::refused_connections,
     "refused-connections",
     "connections are refused",
     {20, 100, 300}},
    {Trouble::lost_requests, "lost-requests", "requests are lost on their way", {20, 100, 300}},
    {Trouble::late_requests, "late-requests", "requests arrive minutes later", {20, 100, 300}},
    {Trouble::repeated_requests, "repeated-requests", "requests arrive twice", {20, 100, 300}},
    {Trouble::lost_replies,
     "lost-replies",
     "replies are lost after the request took effect",
     {20, 100, 400}},
    {Trouble::spoiled_replies, "spoiled-replies", "replies arrive damaged", {20, 100, 300}},
    {Trouble::provider_outages,
     "provider-outages",
     "a provider is down for a while",
     {1000, 1000, 1000}},
    {Trouble::refused_keys,
     "refused-keys",
     "a provider refuses the keys for a while",
     {1000, 1000, 1000}},
    {Trouble::changed_keys,
     "changed-keys",
     "the shop runs without its keys for a while",
     {1000, 1000, 1000}},
    {Trouble::no_webhooks, "no-webhooks", "no webhook arrives, ever", {1000, 1000, 1000}},
    {Trouble::lost_webhooks, "lost-webhooks", "webhooks are lost", {100, 300, 700}},
    {Trouble::late_webhooks,
     "late-webhooks",
     "webhooks arrive late and overtake one another",
     {100, 300, 700}},
    {Trouble::repeated_webhooks, "repeated-webhooks", "webhooks arrive twice", {100, 300, 700}},
    {Trouble::forged_webhooks, "forged-webhooks", "somebody forges webhooks", {1000, 1000, 1000}},
    {Trouble::crashes, "crashes", "processes are killed between two steps", {1, 4, 15}},
    {Trouble::stops, "stops", "processes stand still between two steps", {1, 4, 15}},
    {Trouble::clock_jumps, "clock-jumps", "clocks jump", {1000, 1000, 1000}},
}};

constexpr const Row& row_of(Trouble trouble) {
    return rows.at(static_cast<std::size_t>(trouble));
}

std::vector<int> numbers_up_to(int count) {
    std::vector<int> numbers;
    for (int number = 1; number <= count; ++number)
        numbers.push_back(number);
    return numbers;
}

/// Removes the person whom `word` names from the plan; returns whether it names one.
bool leave_out_person(Plan& plan, const std::string& word) {
    for (int number = 1; number <= buyers_max; ++number) {
        if (word == fmt::format("buyer-{}", number)) {
            std::erase(plan.buyers, number);
            return true;
        }
        if (word == fmt::format("operator-{}", number)) {
            std::erase(plan.operators, number);
            return true;
        }
    }
    if (word == "console") plan.console = false;
    if (word == "bank") plan.bank = false;
    return word == "console" || word == "bank";
}

bool leave_out_part(Plan& plan, const std::string& word) {
    if (leave_out_person(plan, word)) return true;
    for (int number = 2; number <= nodes_max; ++number) {
        if (word != fmt::format("node-{}", number)) continue;
        plan.nodes = std::min(plan.nodes, number - 1);
        return true;
    }
    for (const auto& row : rows) {
        if (word != row.word) continue;
        plan.per_mille.at(static_cast<std::size_t>(row.trouble)) = 0;
        return true;
    }
    return false;
}

}  // namespace

std::string_view word(Trouble trouble) {
    return row_of(trouble).word;
}

std::string_view describe(Trouble trouble) {
    return row_of(trouble).sentence;
}

std::array<Trouble, trouble_count> all_troubles() {
    std::array<Trouble, trouble_count> all{};
    for (std::size_t at = 0; at < rows.size(); ++at)
        all.at(at) = rows.at(at).trouble;
    return all;
}

std::vector<std::string> Plan::parts() const {
    std::vector<std::string> parts;
    for (int number = nodes; number > 1; --number)
        parts.push_back(fmt::format("node-{}", number));
    for (const auto& row : rows) {
        if (rate(row.trouble) > 0) parts.emplace_back(row.word);
    }
    for (const auto number : operators)
        parts.push_back(fmt::format("operator-{}", number));
    if (console) parts.emplace_back("console");
    if (bank) parts.emplace_back("bank");
    for (const auto number : buyers)
        parts.push_back(fmt::format("buyer-{}", number));
    return parts;
}

Plan plan_for(std::uint64_t seed) {
    Dice dice = Dice(seed).fork(1);
    Plan plan;
    plan.seed = seed;
    plan.nodes = 1 + static_cast<int>(dice.below(nodes_max));
    plan.buyers = numbers_up_to(1 + static_cast<int>(dice.below(buyers_max)));
    plan.operators = numbers_up_to(static_cast<int>(dice.below(operators_max + 1)));
    plan.console = dice.chance(250);
    plan.bank = dice.chance(250);
    plan.busy_for = dice.between(20min, 4h);
    // How much goes wrong in all: from nearly nothing to nearly everything.
    const int share = std::vector<int>{80, 200, 350, 600}.at(dice.below(4));
    for (const auto& row : rows) {
        const bool is_on = dice.chance(share);
        const auto rate = row.per_mille.at(dice.below(row.per_mille.size()));
        if (is_on) plan.per_mille.at(static_cast<std::size_t>(row.trouble)) = rate;
    }
    return plan;
}

std::optional<Plan> leave_out(Plan plan, const std::set<std::string>& words) {
    for (const auto& word : words) {
        if (!leave_out_part(plan, word)) return std::nullopt;
    }
    return plan;
}

std::vector<std::string> describe(const Plan& plan) {
    std::vector<std::string> lines{fmt::format(
        "{} process{} on one store, {} buyer{}, {} operator{}, busy for {} minutes",
        plan.nodes,
        plan.nodes == 1 ? "" : "es",
        plan.buyers.size(),
        plan.buyers.size() == 1 ? "" : "s",
        plan.operators.size(),
        plan.operators.size() == 1 ? "" : "s",
        std::chrono::duration_cast<std::chrono::minutes>(plan.busy_for).count()
    )};
    if (plan.console) lines.emplace_back("somebody gives money back in the provider's console");
    if (plan.bank) lines.emplace_back("the bank takes deposits back");
    for (const auto& row : rows) {
        if (plan.rate(row.trouble) > 0) lines.emplace_back(row.sentence);
    }
    return lines;
}

}  // namespace gyeol::simulation
