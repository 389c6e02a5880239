// Refusals that several use cases share, so that one thing has one code and one sentence.
#pragma once

#include "base/result.hpp"
#include "domain/payment.hpp"

namespace gyeol::app {

/// `not_found` (`payment_not_found`): there is none, or it is another's.
Error payment_not_found();

/// `forbidden` (`operators_only`): it is for those who run the shop.
Error operators_only();

/// `conflict` (`busy`): the record was changed elsewhere each time.
Error payment_busy();

/// `unavailable` (`provider_unreachable`): it is proved that nothing was sent; the payment is as before,
/// and the caller may try again.
Error provider_unreachable(const domain::Payment& payment);

}  // namespace gyeol::app
