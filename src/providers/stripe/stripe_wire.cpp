#include "providers/stripe/stripe_wire.hpp"

#include "base/json.hpp"
#include "providers/stripe/stripe_codes.hpp"
#include "providers/stripe/stripe_json.hpp"

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
constexpr std::size_t id_bytes_max = 255;

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
    const auto captured = find_money(charge, "amount_captured", view.total.currency);
    const auto refunded = find_money(charge, "amount_refunded", view.total.currency);
    if (!captured || !refunded || *captured < *refunded) return false;
    view.total = *captured;
    view.balance = *captured - *refunded;
    if (const auto* details = find_object(charge, "payment_method_details"))
        view.method = method_of(find_text(*details, "type").value_or(""));
    const auto receipt = find_text(charge, "receipt_url").value_or("");
    if (receipt.starts_with("https://") || receipt.starts_with("http://"))
        view.receipt_url = receipt;
    view.approved_at = find_instant(charge, "created");
    return true;
}

bool waits_for_buyer(std::string_view status) {
    return status == "requires_payment_method" || status == "requires_confirmation" ||
           status == "requires_action";
}

std::optional<ProviderView::State> state_of(std::string_view status) {
    using enum ProviderView::State;
    if (status == "succeeded") return captured;
    if (status == "canceled") return cancelled;
    // Held money is not taken: whoever holds it still decides.
    const bool is_open =
        waits_for_buyer(status) || status == "processing" || status == "requires_capture";
    if (is_open) return in_progress;
    return std::nullopt;
}

/// Returns the intent, none when a member that decides is missing, of another type or not known.
std::optional<ProviderView> read_view(const object& intent) {
    const auto state = state_of(find_text(intent, "status").value_or(""));
    const auto id = find_text(intent, "id").value_or("");
    const auto currency = find_currency(intent);
    const auto* metadata = find_object(intent, "metadata");
    if (find_text(intent, "object") != "payment_intent" || !state || !is_intent_id(id) ||
        !currency || metadata == nullptr) {
        return std::nullopt;
    }
    const auto amount = find_money(intent, "amount", *currency);
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
            outcome.detail = find_text(intent, "status").value_or("");
            outcome.kind = waits_for_buyer(outcome.detail) ? ProviderOutcome::Kind::not_sent
                                                           : ProviderOutcome::Kind::unknown;
            if (outcome.kind == ProviderOutcome::Kind::unknown) break;
            outcome.failure =
                last_failure(intent).value_or(describe(FailureReason::not_finished, ""));
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

/// Keys that are wrong or of another account refuse everything, until somebody has set the right ones.
bool is_about_keys(int status) {
    return status == 401 || status == 403 || status == http_not_found;
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

ReadRefund read_refund(const ports::HttpReply& reply) {
    ReadRefund read;
    if (const auto error = find_error(reply)) {
        read.detail = error_code_of(reply);
        read.failure = failure_of(error->body);
        // Only a plain refusal says that this request did nothing; what an earlier one did is in the books.
        // An over-refund has no code at all.
        const bool is_plain = error->status == 400 && error->text("type") != "idempotency_error";
        const auto meaning = meaning_of(*error);
        if (is_plain && (meaning == CodeMeaning::ask || error->text("code").empty())) {
            read.reading = RefundReading::books;
        } else if (meaning == CodeMeaning::not_taken_up || is_about_keys(error->status)) {
            read.reading = RefundReading::not_taken_up;
            read.alarm = is_about_keys(error->status);
        } else if (meaning != CodeMeaning::ask) {
            read.reading = RefundReading::refused;
            read.alarm = meaning == CodeMeaning::misconfigured;
        }
        return read;
    }
    read.detail = fmt::format("http_{}_not_understood", reply.status);
    const auto refund =
        reply.status == http_ok ? parse_json_object(reply.body) : Result<object>(object());
    if (!refund || find_text(*refund, "object") != "refund") return read;
    const auto status = find_text(*refund, "status").value_or("");
    read.detail = is_word(status) ? status : std::string();
    if (status == "succeeded" || status == "pending" || status == "requires_action")
        read.reading = RefundReading::taken;
    if (status == "failed" || status == "canceled") {
        read.reading = RefundReading::refused;
        read.failure = describe(FailureReason::declined, "");
    }
    return read;
}

std::optional<std::string> read_order_id(const ports::HttpReply& reply) {
    if (reply.status == http_not_found) return std::string();
    if (reply.status != http_ok) return std::nullopt;
    const auto intent = parse_json_object(reply.body);
    if (!intent || find_text(*intent, "object") != "payment_intent") return std::nullopt;
    return metadata_text(*intent, "orderId");
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

std::string request_id_of(const ports::HttpReply& reply) {
    std::string id(ports::find_header(reply.headers, "Request-Id"));
    return is_word(id) ? id : std::string();
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
