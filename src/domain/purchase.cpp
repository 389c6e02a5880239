#include "domain/purchase.hpp"

namespace gyeol::domain {

bool holds_purchase(PaymentStatus status) {
    switch (status) {
        case PaymentStatus::processing:
        case PaymentStatus::unknown:
        case PaymentStatus::waiting_for_deposit:
            return true;
        case PaymentStatus::pending:  // Superseded: cancelled first.
        case PaymentStatus::completed:
        case PaymentStatus::partially_refunded:
        case PaymentStatus::refunded:
        case PaymentStatus::failed:
        case PaymentStatus::cancelled:
        case PaymentStatus::expired:
            return false;
    }
    return true;
}

}  // namespace gyeol::domain
