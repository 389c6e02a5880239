// Charges: what one attempt of a payment intent did at the card's network.
//
//     GET /v1/charges    GET /v1/charges/{id}    POST /v1/charges/{id}
#pragma once

#include "sandbox/stripe/call.hpp"

#include <string>

namespace gyeol::sandbox::stripe {

/// Which intent is tried with which method.
struct Attempted {
    const Thing& intent;
    const Thing& method;
};

/// What the network said; an empty code is an approval.
struct Verdict {
    std::string_view code;
    std::string_view decline_code;
    std::string_view risk_level = "normal";
    bool is_authenticated = false;
};

/// Makes the charge of the intent's amount. Announces nothing.
Thing& make_charge(World& world, const Attempted& attempted, const Verdict& verdict, Instant now);

/// Takes `amount` of an approved charge and books it: at once or later, as the intent says.
void capture_charge(World& world, Thing& charge, std::int64_t amount, Instant now);

/// Books the balance transaction of a captured charge.
void settle_charge(World& world, Thing& charge, Instant now);

Answer get_charge(Call& call);
Answer update_charge(Call& call);
Answer list_charges(Call& call);

}  // namespace gyeol::sandbox::stripe
