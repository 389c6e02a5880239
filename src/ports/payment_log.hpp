// The merchant's payment log: one line for everything that happens to a payment, nothing secret.
#pragma once

#include "base/note.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <string>

namespace gyeol::ports {

/// `{level, timestamp, action, data:{orderId, amount, paymentMethod, status}}`; amounts in minor units.
struct PaymentLine {
    NoteLevel level = NoteLevel::info;
    Instant at;
    std::string action;
    std::string order_id;
    std::int64_t amount_minor = 0;
    std::string payment_method;
    std::string status;
};

/// Promises: a line that was written is whole; a full disk loses lines, notes it, and fails nobody.
class PaymentLog {
public:
    PaymentLog() = default;
    PaymentLog(const PaymentLog&) = delete;
    PaymentLog& operator=(const PaymentLog&) = delete;
    virtual ~PaymentLog() = default;

    virtual void write(PaymentLine line) noexcept = 0;
};

}  // namespace gyeol::ports
