#include "providers/stripe/stripe_wire.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "providers/stripe/stripe_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace gyeol::providers::stripe {
namespace {

using boost::json::object;
using domain::ProviderOutcome;
using domain::ProviderView;

constexpr int http_ok = 200;
constexpr int http_payment_failed = 402;
constexpr int http_not_found = 404;
constexpr int http_conflict = 409;
constexpr int http_too_many = 429;
constexpr std::size_t word_bytes_max = 80;
constexpr std::size_t id_bytes_max = 255;

bool is_word_letter(char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '.';
}

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= word_bytes_max &&
           std::all_of(text.begin(), text.end(), is_word_letter);
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char each) {
        return each >= 'a' && each <= 'z' ? static_cast<char>(each - 'a' + 'A') : each;
    });
    return text;
}

std::optional<domain::Money> read_money(
    const object& from, std::string_view name, domain::Currency currency
) {
    const auto minor = find_whole(from, name);
    if (!minor || *minor < 0 || *minor > limits::amount_minor_max) return std::nullopt;
    return domain::Money{*minor, currency};
}

domain::PaymentMethod method_of(std::string_view type) {
    if (type == "card" || type == "kr_card") return domain::PaymentMethod::card;
    for (const std::string_view wallet : {"kakao_pay", "naver_pay", "payco", "samsung_pay"}) {
        if (type == wallet) return domain::PaymentMethod::easy_pay;
    }
    return domain::PaymentMethod::unselected;
}

/// Adds what a captured charge tells: what is left of it, how and when it was paid. Returns false when
/// it does not tell what is left.
bool read_charge(const object& charge, ProviderView& view) {
    const auto captured = read_money(charge, "amount_captured", view.total.currency);
    const auto refunded = read_money(charge, "amount_refunded", view.total.currency);
    if (!captured || !refunded || *captured < *refunded) return false;
    view.total = *captured;
    view.balance = *captured - *refunded;
    if (const auto* details = find_object(charge, "payment_method_details"))
        view.method = method_of(find_text(*details, "type").value_or(""));
    const auto receipt = find_text(charge, "receipt_url").value_or("");
    if (receipt.starts_with("https://") || receipt.starts_with("http://"))
        view.receipt_url = receipt;
    if (const auto at = find_whole(charge, "created"); at && *at >= 0 && *at < 100'000'000'000)
        view.approved_at = from_millis(*at * 1000);
    return true;
}

std::optional<ProviderView::State> state_of(std::string_view status) {
    using enum ProviderView::State;
    if (status == "succeeded") return captured;
    if (status == "canceled") return cancelled;
    // Held money is not taken: whoever holds it still decides.
    for (const std::string_view open :
         {"requires_payment_method",
          "requires_confirmation",
          "requires_action",
          "processing",
          "requires_capture"}) {
        if (status == open) return in_progress;
    }
    return std::nullopt;
}

/// Returns the intent, none when a member that decides is missing, of another type or not known.
std::optional<ProviderView> read_view(const object& intent) {
    const auto state = state_of(find_text(intent, "status").value_or(""));
    const auto id = find_text(intent, "id").value_or("");
    const auto currency = domain::parse_currency(upper(find_text(intent, "currency").value_or("")));
    const auto* metadata = find_object(intent, "metadata");
    if (find_text(intent, "object") != "payment_intent" || !state || !is_intent_id(id) ||
        !currency || metadata == nullptr) {
        return std::nullopt;
    }
    const auto amount = read_money(intent, "amount", *currency);
    const auto order_id = find_text(*metadata, "orderId").value_or("");
    if (!amount || order_id.empty()) return std::nullopt;
    ProviderView view;
    view.state = *state;
    view.payment_key = id;
    view.order_id = order_id;
    view.total = *amount;
    view.balance = *amount;
    if (view.state != ProviderView::State::captured) return view;
    // Money: only the charge knows what was given back since; without it the balance would be a guess.
    // Guarded by StripeWire.ASucceededIntentWithoutItsChargeIsUnknown.
    const auto* charge = find_object(intent, "latest_charge");
    if (charge == nullptr || !read_charge(*charge, view)) return std::nullopt;
    return view;
}

domain::Failure failure_of(const object& error) {
    const auto decline_code = find_text(error, "decline_code").value_or("");
    if (const auto* row = find_decline_code(decline_code)) return describe(row->reason, row->code);
    const auto code = find_text(error, "code").value_or("");
    if (const auto* row = find_code(code)) return describe(row->reason, row->code);
    return describe(FailureReason::declined, is_word(code) ? code : std::string());
}

/// Returns why the intent's last try failed, none when it has not failed.
std::optional<domain::Failure> last_failure(const object& intent) {
    const auto* error = find_object(intent, "last_payment_error");
    if (error == nullptr) return std::nullopt;
    return failure_of(*error);
}

ProviderOutcome outcome_of(const object& intent, ProviderView view) {
    using enum ProviderView::State;
    ProviderOutcome outcome;
    switch (view.state) {
        case captured:
            outcome.kind = ProviderOutcome::Kind::approved;
            break;
        case cancelled:
        case aborted:
        case expired:
            outcome.kind = ProviderOutcome::Kind::declined;
            outcome.failure =
                last_failure(intent).value_or(describe(FailureReason::buyer_cancelled, ""));
            break;
        case in_progress:
        case waiting_for_deposit:
            // Money: an intent that waits can be paid from a browser at any moment, also after a decline.
            // Guarded by StripeWire.AnIntentThatCanStillBePaidIsNeverDeclined.
            outcome.kind = ProviderOutcome::Kind::unknown;
            outcome.detail = find_text(intent, "status").value_or("");
            outcome.failure = last_failure(intent);
            break;
    }
    outcome.view = std::move(view);
    return outcome;
}

std::optional<ProviderOutcome> find_intent(const ports::HttpReply& reply) {
    if (reply.status != http_ok) return std::nullopt;
    const auto body = parse_json_object(reply.body);
    if (!body) return std::nullopt;
    auto view = read_view(*body);
    if (!view) return std::nullopt;
    return outcome_of(*body, std::move(*view));
}

/// Returns the error of a reply; null when it is none, or not JSON.
struct ReadError {
    object body;
    int status = 0;

    [[nodiscard]] std::string text(std::string_view name) const {
        return find_text(body, name).value_or("");
    }
};

std::optional<ReadError> find_error(const ports::HttpReply& reply) {
    if (reply.status == http_ok) return std::nullopt;
    const auto body = parse_json_object(reply.body);
    const auto* error = body ? find_object(*body, "error") : nullptr;
    if (error == nullptr) return std::nullopt;
    return ReadError{*error, reply.status};
}

ProviderOutcome not_understood(const ports::HttpReply& reply) {
    const auto code = error_code_of(reply);
    return ProviderOutcome::unknown(
        code.empty() ? fmt::format("http_{}_not_understood", reply.status) : code
    );
}

/// Returns what an error means: by its code, else by its status. Server errors prove nothing, whatever
/// they say: the provider keeps them under the key although the request may have been executed.
CodeMeaning meaning_of(const ReadError& error) {
    if (error.status >= 500) return CodeMeaning::ask;
    const auto* row = find_code(error.text("code"));
    if (error.status == http_too_many) return CodeMeaning::not_taken_up;
    if (error.status == http_conflict) return CodeMeaning::ask;
    if (error.status == http_payment_failed) return CodeMeaning::refused;
    if (row != nullptr) return row->meaning;
    // The key was used for another request: what that one did is not known here.
    if (error.text("type") == "idempotency_error") return CodeMeaning::ask;
    const bool is_refusal = error.status == 400 || error.status == 401 || error.status == 403 ||
                            error.status == http_not_found;
    return is_refusal ? CodeMeaning::misconfigured : CodeMeaning::ask;
}

ProviderOutcome outcome_of(const ReadError& error, const ports::HttpReply& reply) {
    const auto code = error_code_of(reply);
    ProviderOutcome outcome;
    switch (meaning_of(error)) {
        case CodeMeaning::ask:
            outcome = ProviderOutcome::unknown(code);
            outcome.ask_now = true;
            return outcome;
        case CodeMeaning::not_taken_up:
            outcome = ProviderOutcome::not_sent(code);
            outcome.failure = describe(FailureReason::bank_unavailable, code);
            return outcome;
        case CodeMeaning::refused:
            outcome.failure = failure_of(error.body);
            break;
        case CodeMeaning::misconfigured: {
            const auto* row = find_code(error.text("code"));
            const auto reason = row == nullptr ? FailureReason::configuration : row->reason;
            outcome.failure = describe(reason, code);
            outcome.alarm = true;
            break;
        }
    }
    outcome.kind = ProviderOutcome::Kind::declined;
    const auto decline_code = error.text("decline_code");
    outcome.detail = is_word(decline_code) ? decline_code : code;
    return outcome;
}

/// Returns what a refund says of the payment behind it; none when it does not carry its whole charge.
std::optional<ProviderOutcome> find_refund(const ports::HttpReply& reply) {
    if (reply.status != http_ok) return std::nullopt;
    const auto refund = parse_json_object(reply.body);
    if (!refund || find_text(*refund, "object") != "refund") return std::nullopt;
    const auto status = find_text(*refund, "status").value_or("");
    const auto* charge = find_object(*refund, "charge");
    const auto currency =
        domain::parse_currency(upper(find_text(*refund, "currency").value_or("")));
    if (charge == nullptr || !currency) return std::nullopt;
    ProviderView view;
    view.state = ProviderView::State::captured;
    view.payment_key = find_text(*refund, "payment_intent").value_or("");
    if (const auto* metadata = find_object(*charge, "metadata"))
        view.order_id = find_text(*metadata, "orderId").value_or("");
    view.total.currency = *currency;
    if (!is_intent_id(view.payment_key) || view.order_id.empty() || !read_charge(*charge, view))
        return std::nullopt;
    ProviderOutcome outcome;
    outcome.detail = status;
    if (status == "succeeded" || status == "pending") {
        outcome.kind = ProviderOutcome::Kind::approved;
        outcome.view = std::move(view);
        return outcome;
    }
    if (status != "failed" && status != "canceled") return std::nullopt;
    outcome.kind = ProviderOutcome::Kind::declined;
    outcome.failure = describe(FailureReason::declined, "");
    outcome.alarm = true;
    return outcome;
}

std::string metadata_text(const object& from, std::string_view name) {
    const auto* metadata = find_object(from, "metadata");
    return metadata == nullptr ? std::string() : find_text(*metadata, name).value_or("");
}

/// Returns the id that a member holds, as a text or inside a whole object.
std::string id_in(const object& from, std::string_view name) {
    if (const auto* whole = find_object(from, name)) return find_text(*whole, "id").value_or("");
    return find_text(from, name).value_or("");
}

}  // namespace

bool is_intent_id(std::string_view text) {
    constexpr std::string_view prefix = "pi_";
    return text.starts_with(prefix) && text.size() > prefix.size() && text.size() <= id_bytes_max &&
           std::all_of(text.begin(), text.end(), [](char letter) {
               return letter != '.' && is_word_letter(letter);
           });
}

ProviderOutcome read_intent(const ports::HttpReply& reply) {
    if (auto found = find_intent(reply)) return *found;
    if (const auto error = find_error(reply)) return outcome_of(*error, reply);
    // Money: what is not proved is unknown; the intent may exist, and be paid. Guarded by
    // StripeWire.AnswersThatAreNotUnderstoodAreUnknown.
    auto outcome = not_understood(reply);
    outcome.ask_now = true;
    return outcome;
}

ProviderOutcome read_question(const ports::HttpReply& reply) {
    if (auto found = find_intent(reply)) return *found;
    auto outcome = not_understood(reply);
    const auto error = find_error(reply);
    if (!error) return outcome;
    outcome.absent = error->status == http_not_found && error->text("code") == "resource_missing";
    outcome.alarm = !outcome.absent && meaning_of(*error) == CodeMeaning::misconfigured;
    return outcome;
}

ProviderOutcome read_refund(const ports::HttpReply& reply) {
    if (auto found = find_refund(reply)) return *found;
    if (const auto error = find_error(reply)) {
        auto outcome = outcome_of(*error, reply);
        // Over-refunds carry no code: only the books tell whether an earlier refund is the reason.
        const bool may_be_done = error->status == 400 && error->text("code").empty();
        if (may_be_done) {
            outcome = ProviderOutcome::unknown("refund_refused");
            outcome.ask_now = true;
        }
        if (outcome.kind == ProviderOutcome::Kind::declined) outcome.alarm = true;
        return outcome;
    }
    auto outcome = not_understood(reply);
    outcome.ask_now = true;
    return outcome;
}

Secret read_client_secret(const ports::HttpReply& reply) {
    if (reply.status != http_ok) return {};
    const auto body = parse_json_object(reply.body);
    return Secret(body ? find_text(*body, "client_secret").value_or("") : std::string());
}

std::string error_code_of(const ports::HttpReply& reply) {
    const auto error = find_error(reply);
    if (!error) return {};
    auto code = error->text("code");
    if (code.empty()) code = error->text("type");
    return is_word(code) ? code : std::string();
}

Result<domain::ProviderNotice> read_notice(std::string_view body) {
    const auto unreadable = [](std::string_view why) { return invalid("webhook_unreadable", why); };
    const auto event = parse_json_object(body);
    if (!event) return unreadable("The webhook's body is not a JSON object.");
    const auto type = find_text(*event, "type").value_or("");
    const auto id = find_text(*event, "id").value_or("");
    const auto* details = find_object(*event, "data");
    const auto* subject = details == nullptr ? nullptr : find_object(*details, "object");
    if (find_text(*event, "object") != "event" || !is_word(type) || id.empty() ||
        subject == nullptr)
        return unreadable("The webhook is no event of Stripe.");
    domain::ProviderNotice notice;
    notice.event_type = type;
    notice.transmission_id = id;
    notice.order_id = metadata_text(*subject, "orderId");
    notice.status = find_text(*subject, "status").value_or("");
    const auto subject_id = find_text(*subject, "id").value_or("");
    if (find_text(*subject, "object") == "payment_intent") {
        notice.payment_key = subject_id;
    } else {
        notice.payment_key = id_in(*subject, "payment_intent");
        notice.transaction_key = subject_id;
    }
    return notice;
}

}  // namespace gyeol::providers::stripe
