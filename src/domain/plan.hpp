// What is sold. The catalogue comes from configuration; the server takes the amount from here, never
// from a browser.
#pragma once

#include "domain/money.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gyeol::domain {

/// Prices include VAT.
struct Plan {
    std::string id;           // `[a-z0-9_-]{1,64}`.
    std::string name;         // Shown to the buyer and sent as the order name: 1-100 characters.
    std::string description;  // May be empty.
    Money amount;

    friend bool operator==(const Plan&, const Plan&) = default;
};

/// The plans on sale, in the order they are shown.
class Catalogue {
public:
    Catalogue() = default;

    /// Requires ids that differ.
    explicit Catalogue(std::vector<Plan> plans);

    [[nodiscard]] const std::vector<Plan>& plans() const { return plans_; }

    /// Returns the plan, or null when there is none of this id.
    [[nodiscard]] const Plan* find(std::string_view id) const;

private:
    std::vector<Plan> plans_;
};

/// Checks what a plan must be to be sold. Fails with `invalid_request` naming the member.
Done check_plan(const Plan& plan);

}  // namespace gyeol::domain
