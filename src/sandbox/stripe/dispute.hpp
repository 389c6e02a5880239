// Disputes: the test cards that are charged back, and how evidence decides them.
//
//     GET  /v1/disputes         GET  /v1/disputes/{id}
//     POST /v1/disputes/{id}    POST /v1/disputes/{id}/close
#pragma once

#include "sandbox/stripe/call.hpp"

namespace gyeol::sandbox::stripe {

/// Plans what the charge's test card leads to: a dispute, an inquiry, a warning of fraud, or nothing.
void plan_dispute(World& world, Thing& charge, Instant now);

/// Opens what was planned for the charge.
void open_dispute(World& world, Thing& charge, Instant now);

/// Decides a dispute that is under review, by its evidence.
void decide_dispute(World& world, Thing& dispute, Instant now);

Answer get_dispute(Call& call);
Answer update_dispute(Call& call);
Answer close_dispute(Call& call);
Answer list_disputes(Call& call);

}  // namespace gyeol::sandbox::stripe
