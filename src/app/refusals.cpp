#include "app/refusals.hpp"

namespace gyeol::app {

Error payment_not_found() {
    return Error{ErrorCode::not_found, "payment_not_found", "There is no such payment.", {}, {}};
}

Error operators_only() {
    return Error{ErrorCode::forbidden, "operators_only", "This is for operators.", {}, {}};
}

Error payment_busy() {
    return Error{
        ErrorCode::conflict, "busy", "The payment is being changed elsewhere. Try again.", {}, {}};
}

Error provider_unreachable(const domain::Payment& payment) {
    return Error{
        .code = ErrorCode::unavailable,
        .reason = "provider_unreachable",
        .detail =
            "The payment provider cannot take the payment now. Nothing was charged; try again "
            "shortly.",
        .field = {},
        .object_id = payment.id.hex(),
        .retry_after_s = 5,
    };
}

}  // namespace gyeol::app
