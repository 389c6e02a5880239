#include "providers/stripe/stripe_history.hpp"

#include "providers/stripe/stripe_json.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

namespace gyeol::providers::stripe {
namespace {

using boost::json::object;

constexpr int http_ok = 200;

/// Returns which of our refunds this one is, 0 when another hand made it.
int number_in(const object& refund) {
    const auto text = metadata_text(refund, "refundNumber");
    int number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    const bool is_number = failure == std::errc{} && stop == end && number > 0;
    return is_number ? number : 0;
}

/// An unknown word is taken for the state that holds the money.
domain::DisputeStatus dispute_status_of(std::string_view status) {
    using enum domain::DisputeStatus;
    if (status == "warning_needs_response" || status == "warning_under_review") return inquiry;
    if (status == "warning_closed" || status == "prevented") return withdrawn;
    if (status == "won") return won;
    if (status == "lost") return lost;
    return open;
}

/// Returns the elements of a whole list, each an `element`.
std::optional<std::vector<object>> read_list(
    const ports::HttpReply& reply, std::string_view element
) {
    if (reply.status != http_ok) return std::nullopt;
    const auto body = parse_json_object(reply.body);
    if (!body || find_text(*body, "object") != "list") return std::nullopt;
    const auto* more = body->if_contains("has_more");
    const auto* listed = body->if_contains("data");
    if (more == nullptr || *more != boost::json::value(false) || listed == nullptr ||
        !listed->is_array())
        return std::nullopt;
    std::vector<object> elements;
    for (const auto& each : listed->get_array()) {
        const auto* one = each.if_object();
        if (one == nullptr || find_text(*one, "object") != element) return std::nullopt;
        elements.push_back(*one);
    }
    return elements;
}

}  // namespace

std::optional<std::vector<domain::ProviderReturn>> read_refunds(
    const ports::HttpReply& reply, domain::Currency currency
) {
    const auto listed = read_list(reply, "refund");
    if (!listed) return std::nullopt;
    std::vector<domain::ProviderReturn> returns;
    for (const auto& refund : *listed) {
        const auto amount = find_money(refund, "amount", currency);
        const auto id = find_text(refund, "id").value_or("");
        const auto status = find_text(refund, "status").value_or("");
        const auto told = find_currency(refund);
        if (!amount || amount->minor == 0 || !is_word(id) || status.empty() || !told ||
            *told != currency)
            return std::nullopt;
        const bool took_back = status == "failed" || status == "canceled";
        returns.push_back({id, *amount, number_in(refund), took_back});
    }
    // Stripe lists the newest first.
    std::reverse(returns.begin(), returns.end());
    return returns;
}

std::optional<std::vector<domain::Dispute>> read_disputes(
    const ports::HttpReply& reply, domain::Money captured
) {
    const auto listed = read_list(reply, "dispute");
    if (!listed) return std::nullopt;
    std::vector<domain::Dispute> disputes;
    for (const auto& dispute : *listed) {
        const auto amount = find_money(dispute, "amount", captured.currency);
        const auto id = find_text(dispute, "id").value_or("");
        const auto status = dispute_status_of(find_text(dispute, "status").value_or(""));
        if (!amount || !is_word(id)) return std::nullopt;
        const auto told = find_currency(dispute);
        const bool is_same = told && *told == captured.currency;
        const auto reason = find_text(dispute, "reason").value_or("");
        domain::Dispute read{
            .id = id,
            .status = status,
            .amount = is_same ? *amount : captured,
            .reason = is_word(reason) ? reason : std::string(),
            .answer_by = std::nullopt,
        };
        if (const auto* details = find_object(dispute, "evidence_details"))
            read.answer_by = find_instant(*details, "due_by");
        disputes.push_back(std::move(read));
    }
    std::reverse(disputes.begin(), disputes.end());
    return disputes;
}

}  // namespace gyeol::providers::stripe
