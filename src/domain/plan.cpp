#include "domain/plan.hpp"

#include "base/ensure.hpp"
#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::domain {
namespace {

bool is_plan_id_character(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' ||
           letter == '-';
}

/// Counts characters, not bytes: Toss limits an order name to 100 characters.
std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

}  // namespace

Catalogue::Catalogue(std::vector<Plan> plans) : plans_(std::move(plans)) {
    for (const auto& plan : plans_) {
        const auto same = std::count_if(plans_.begin(), plans_.end(), [&plan](const Plan& other) {
            return other.id == plan.id;
        });
        ensure(same == 1, "plan ids differ");
    }
}

const Plan* Catalogue::find(std::string_view id) const {
    const auto found = std::find_if(plans_.begin(), plans_.end(), [id](const Plan& plan) {
        return plan.id == id;
    });
    return found == plans_.end() ? nullptr : &*found;
}

Done check_plan(const Plan& plan) {
    if (plan.id.empty() || plan.id.size() > 64 ||
        !std::all_of(plan.id.begin(), plan.id.end(), is_plan_id_character)) {
        return invalid("invalid_plan_id", "A plan id is 1 to 64 of a-z, 0-9, _ and -.", "id");
    }
    const auto characters = count_characters(plan.name);
    if (characters < 1 || characters > 100) {
        return invalid("invalid_plan_name", "A plan's name has 1 to 100 characters.", "name");
    }
    // providers/toss: a card payment is at least 100 won, a transfer or virtual account at least 200.
    const std::int64_t least = plan.amount.currency == Currency::krw ? 200 : 1;
    if (plan.amount.minor < least || plan.amount.minor > limits::amount_minor_max) {
        return invalid(
            "invalid_plan_amount",
            "A plan costs at least 200 won (1 minor unit in other currencies).",
            "amount"
        );
    }
    return {};
}

}  // namespace gyeol::domain
