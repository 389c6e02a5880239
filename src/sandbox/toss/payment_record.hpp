// One payment as the journal keeps it. Not the provider's Payment object: that one hides the secret
// and knows nothing of what the buyer chose.
#pragma once

#include "base/json.hpp"
#include "base/result.hpp"
#include "sandbox/toss/model.hpp"

namespace gyeol::sandbox::toss {

boost::json::object write_record(const Payment& payment);

/// Returns the payment that `write_record` wrote; fails with `invalid_request` on anything else.
Result<Payment> read_record(const boost::json::object& record);

}  // namespace gyeol::sandbox::toss
