// Refunds. One that succeeded may still come back days later.
//
//     POST /v1/refunds         GET  /v1/refunds
//     GET  /v1/refunds/{id}    POST /v1/refunds/{id}    POST /v1/refunds/{id}/cancel
#pragma once

#include "sandbox/stripe/call.hpp"

namespace gyeol::sandbox::stripe {

Answer create_refund(Call& call);
Answer get_refund(Call& call);
Answer update_refund(Call& call);
Answer cancel_refund(Call& call);
Answer list_refunds(Call& call);

/// Ends a pending refund well.
void succeed_refund(World& world, Thing& refund, Instant now);

/// Takes a refund back: the money is the merchant's again.
void fail_refund(World& world, Thing& refund, Instant now);

}  // namespace gyeol::sandbox::stripe
