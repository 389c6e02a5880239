#include "providers/toss/toss_refund.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace gyeol::providers::toss {
namespace {

using boost::json::object;

/// What precedes a refund's number at the end of its reason.
constexpr std::string_view refund_mark = "#";

/// Returns the number at the end of a cancel's reason, 0 when there is none.
int read_refund_number(std::string_view reason) {
    const auto mark = reason.rfind(refund_mark);
    if (mark == std::string_view::npos) return 0;
    const auto digits = reason.substr(mark + refund_mark.size());
    int number = 0;
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return failure == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

}  // namespace

std::optional<domain::Money> read_money(
    const object& payment, std::string_view name, domain::Currency currency
) {
    const auto whole = find_whole(payment, name);
    std::int64_t factor = 1;
    for (int digit = 0; digit < domain::exponent(currency); ++digit)
        factor *= 10;
    if (!whole || *whole < 0 || *whole > limits::amount_minor_max / factor) return std::nullopt;
    return domain::Money{*whole * factor, currency};
}

std::vector<domain::ProviderReturn> read_returns(const object& payment, domain::Currency currency) {
    std::vector<domain::ProviderReturn> returns;
    const auto* const cancels = payment.if_contains("cancels");
    if (cancels == nullptr || !cancels->is_array()) return returns;
    for (const auto& each : cancels->get_array()) {
        if (!each.is_object()) continue;
        const auto& cancel = each.get_object();
        const auto amount = read_money(cancel, "cancelAmount", currency);
        auto id = find_text(cancel, "transactionKey").value_or("");
        if (!amount || amount->minor <= 0 || id.empty()) continue;
        // Money: the balance counts a cancel that is IN_PROGRESS, so it is listed too; left out, it could be
        // taken for a refund of ours that never arrived. Guarded by
        // TossWire.CancelsAreListedWithTheNumberOfOurRefund.
        const bool was_aborted = find_text(cancel, "cancelStatus").value_or("") == "ABORTED";
        const auto number = read_refund_number(find_text(cancel, "cancelReason").value_or(""));
        returns.push_back({std::move(id), *amount, number, was_aborted});
    }
    return returns;
}

std::string write_refund(const domain::Refund& refund) {
    const auto reason = refund.cause == domain::RefundCause::requested
                            ? refund.reason
                            : std::string("주문이 끝난 뒤 승인된 결제의 자동 환불");
    object body{
        {"cancelReason", fmt::format("{} {}{}", reason, refund_mark, refund.number)},
        {"refundableAmount", refund.balance_before.minor},
    };
    // Without an amount everything that is left goes back, which is all that some foreign cards allow.
    if (refund.amount != refund.balance_before) body["cancelAmount"] = refund.amount.minor;
    if (refund.account) {
        body["refundReceiveAccount"] = object{
            {"bank", refund.account->bank},
            {"accountNumber", refund.account->account_number},
            {"holderName", refund.account->holder},
        };
    }
    return boost::json::serialize(body);
}

}  // namespace gyeol::providers::toss
