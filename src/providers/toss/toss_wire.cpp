#include "providers/toss/toss_wire.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "providers/toss/toss_codes.hpp"
#include "providers/toss/toss_names.hpp"
#include "providers/toss/toss_refund.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace gyeol::providers::toss {
namespace {

using boost::json::object;
using domain::ProviderOutcome;
using domain::ProviderView;

constexpr int http_ok = 200;
constexpr int http_too_many = 429;
constexpr std::size_t error_code_bytes_max = 80;
constexpr std::size_t event_type_bytes_max = 64;
constexpr std::size_t payment_key_bytes_max = 200;

bool is_letter_or_digit(char letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
           (letter >= '0' && letter <= '9');
}

bool is_word(std::string_view text, std::size_t bytes_max) {
    return !text.empty() && text.size() <= bytes_max &&
           std::all_of(text.begin(), text.end(), [](char letter) {
               return is_letter_or_digit(letter) || letter == '_' || letter == '.' || letter == '-';
           });
}

/// Returns the state in the books, none for a status that is not known.
std::optional<ProviderView::State> read_state(std::string_view status, bool was_approved) {
    using enum ProviderView::State;
    if (status == "DONE" || status == "PARTIAL_CANCELED") return captured;
    // Money was taken and went back, unless it never came: only an approval tells the two apart.
    if (status == "CANCELED") return was_approved ? captured : cancelled;
    if (status == "WAITING_FOR_DEPOSIT") return waiting_for_deposit;
    if (status == "READY" || status == "IN_PROGRESS") return in_progress;
    if (status == "ABORTED") return aborted;
    if (status == "EXPIRED") return expired;
    return std::nullopt;
}

std::optional<domain::VirtualAccount> read_virtual_account(const object& account) {
    const auto number = find_text(account, "accountNumber");
    if (!number || number->empty()) return std::nullopt;
    domain::VirtualAccount read;
    read.account_number = *number;
    // Versions before 2022-11-16 name the bank in `bank`.
    auto bank = find_text(account, "bankCode");
    if (!bank) bank = find_text(account, "bank");
    read.bank = bank_name(bank.value_or(""));
    read.holder = find_text(account, "customerName").value_or("");
    if (const auto due = find_text(account, "dueDate")) {
        if (const auto instant = parse_korean_time(*due)) read.due_at = *instant;
    }
    return read;
}

/// Returns the address of the receipt when a page may link to it.
std::string read_receipt(const object& payment) {
    const auto* const receipt = find_object(payment, "receipt");
    if (receipt == nullptr) return {};
    auto url = find_text(*receipt, "url").value_or("");
    const bool is_web = url.rfind("https://", 0) == 0 || url.rfind("http://", 0) == 0;
    return is_web ? url : std::string();
}

/// Adds the members that are of use and may be missing.
void read_papers(const object& payment, ProviderView& view) {
    view.method = method_of(find_text(payment, "method").value_or(""));
    view.receipt_url = read_receipt(payment);
    const auto* const account = find_object(payment, "virtualAccount");
    if (account == nullptr) return;
    view.virtual_account = read_virtual_account(*account);
    const auto* const expired = account->if_contains("expired");
    view.deposit_overdue = expired != nullptr && expired->is_bool() && expired->get_bool();
    view.deposit_secret = Secret(find_text(payment, "secret").value_or(""));
}

/// Returns the payment, none when a member that decides is missing, of another type or not known.
std::optional<ProviderView> read_payment(const object& payment) {
    const auto status = find_text(payment, "status");
    const auto key = find_text(payment, "paymentKey");
    const auto order_id = find_text(payment, "orderId");
    const auto currency = domain::parse_currency(find_text(payment, "currency").value_or(""));
    if (!status || !key || !order_id || key->empty() || order_id->empty() || !currency)
        return std::nullopt;
    const auto* const approved = payment.if_contains("approvedAt");
    const bool was_approved = approved != nullptr && !approved->is_null();
    if (was_approved && !approved->is_string()) return std::nullopt;
    const auto state = read_state(*status, was_approved);
    const auto total = read_money(payment, "totalAmount", *currency);
    const auto balance = read_money(payment, "balanceAmount", *currency);
    if (!state || !total || !balance || *total < *balance) return std::nullopt;

    ProviderView view;
    view.state = *state;
    view.payment_key = *key;
    view.order_id = *order_id;
    view.total = *total;
    view.balance = *balance;
    if (was_approved) view.returns = read_returns(payment, *currency);
    if (was_approved) {
        if (const auto instant = parse_korean_time(std::string(approved->get_string())))
            view.approved_at = *instant;
    }
    read_papers(payment, view);
    if (view.state == ProviderView::State::waiting_for_deposit && !view.virtual_account)
        return std::nullopt;
    return view;
}

/// Returns why the payment in the books came to nothing.
domain::Failure read_failure(const object& payment, ProviderView::State state) {
    const auto* const failure = find_object(payment, "failure");
    const auto code = failure == nullptr ? std::string() : find_text(*failure, "code").value_or("");
    if (state == ProviderView::State::expired)
        return describe(FailureReason::session_expired, code);
    if (state == ProviderView::State::cancelled)
        return describe(FailureReason::buyer_cancelled, code);
    const auto* const row = find_code(code);
    return describe(row == nullptr ? FailureReason::declined : row->reason, code);
}

ProviderOutcome outcome_of(const object& payment, ProviderView view) {
    using enum ProviderView::State;
    ProviderOutcome outcome;
    switch (view.state) {
        case captured:
            outcome.kind = ProviderOutcome::Kind::approved;
            break;
        case waiting_for_deposit:
            outcome.kind = ProviderOutcome::Kind::pending;
            break;
        case in_progress:
            outcome.kind = ProviderOutcome::Kind::unknown;
            outcome.detail = "in_progress";
            break;
        case cancelled:
        case aborted:
        case expired:
            outcome.kind = ProviderOutcome::Kind::declined;
            outcome.failure = read_failure(payment, view.state);
            break;
    }
    outcome.view = std::move(view);
    return outcome;
}

ProviderOutcome not_understood(const ports::HttpReply& reply) {
    const auto code = error_code_of(reply);
    return ProviderOutcome::unknown(
        code.empty() ? fmt::format("http_{}_not_understood", reply.status) : code
    );
}

/// Returns the payment of a 200; none when the reply is anything else.
std::optional<ProviderOutcome> find_payment(const ports::HttpReply& reply) {
    if (reply.status != http_ok) return std::nullopt;
    const auto body = parse_json_object(reply.body);
    if (!body) return std::nullopt;
    auto view = read_payment(*body);
    if (!view) return std::nullopt;
    return outcome_of(*body, std::move(*view));
}

/// Returns the row of the reply's code; null for a success and for a code that is not known.
const TossCode* find_error(const ports::HttpReply& reply) {
    return reply.status == http_ok ? nullptr : find_code(error_code_of(reply));
}

/// Returns whether the reply proves that the request was not taken up.
bool is_turned_away(const ports::HttpReply& reply, const TossCode* error) {
    if (error != nullptr) return error->meaning == CodeMeaning::not_taken_up;
    return reply.status == http_too_many;
}

ProviderOutcome not_taken_up(const ports::HttpReply& reply) {
    const auto code = error_code_of(reply);
    auto outcome = ProviderOutcome::not_sent(code.empty() ? "http_429" : code);
    outcome.failure = describe(FailureReason::bank_unavailable, code);
    return outcome;
}

domain::ProviderNotice notice_of(const object& fields) {
    domain::ProviderNotice notice;
    notice.order_id = find_text(fields, "orderId").value_or("");
    notice.payment_key = find_text(fields, "paymentKey").value_or("");
    notice.status = find_text(fields, "status").value_or("");
    auto transaction = find_text(fields, "lastTransactionKey");
    if (!transaction) transaction = find_text(fields, "transactionKey");
    notice.transaction_key = transaction.value_or("");
    notice.secret = find_text(fields, "secret").value_or("");
    return notice;
}

/// Writes base64 with padding (RFC 4648).
std::string write_base64(std::string_view bytes) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto taken = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = 0;
        for (std::size_t next = 0; next < 3; ++next) {
            const auto byte = next < taken ? static_cast<unsigned char>(bytes[at + next]) : 0U;
            group = (group << 8U) | byte;
        }
        for (std::size_t digit = 0; digit < 4; ++digit) {
            text += digit <= taken ? alphabet[(group >> (18U - 6U * digit)) & 0x3FU] : '=';
        }
    }
    return text;
}

}  // namespace

ProviderOutcome read_confirm(const ports::HttpReply& reply) {
    if (auto found = find_payment(reply)) return *found;
    const auto* const error = find_error(reply);
    if (is_turned_away(reply, error)) return not_taken_up(reply);
    if (error == nullptr || error->meaning == CodeMeaning::ask) {
        // Money: what is not proved is unknown. The request was taken up, so an outcome may stand in
        // Toss's books already. Guarded by TossWire.AnswersThatAreNotUnderstoodAreUnknown.
        auto outcome = not_understood(reply);
        outcome.ask_now = true;
        return outcome;
    }
    ProviderOutcome outcome;
    outcome.kind = ProviderOutcome::Kind::declined;
    outcome.failure = describe(error->reason, error->code);
    outcome.alarm = error->meaning == CodeMeaning::misconfigured;
    outcome.detail = error->code;
    return outcome;
}

ProviderOutcome read_query(const ports::HttpReply& reply) {
    if (auto found = find_payment(reply)) return *found;
    auto outcome = not_understood(reply);
    const auto* const error = find_error(reply);
    outcome.alarm = error != nullptr && error->meaning == CodeMeaning::misconfigured;
    outcome.absent = error != nullptr && error->code == "NOT_FOUND_PAYMENT";
    return outcome;
}

ProviderOutcome read_cancel(const ports::HttpReply& reply) {
    auto outcome = read_confirm(reply);
    // A cancel of our own making is refused only for reasons that a person must look at.
    if (outcome.kind == ProviderOutcome::Kind::declined) outcome.alarm = true;
    return outcome;
}

std::string error_code_of(const ports::HttpReply& reply) {
    const auto body = parse_json_object(reply.body);
    if (!body || reply.status == http_ok) return {};
    auto code = find_text(*body, "code").value_or("");
    return is_word(code, error_code_bytes_max) ? code : std::string();
}

std::string write_confirm(const domain::Payment& payment) {
    return boost::json::serialize(object{
        {"paymentKey", payment.attempt->payment_key},
        {"orderId", payment.order_id},
        {"amount", payment.amount.minor},
    });
}

std::string write_deposit_cancel() {
    return boost::json::serialize(object{{"cancelReason", "구매자가 입금 전에 취소"}});
}

Result<domain::ProviderNotice> read_notice(
    const std::vector<ports::HttpHeader>& headers, std::string_view body
) {
    const auto unreadable = [](std::string_view why) { return invalid("webhook_unreadable", why); };
    const auto envelope = parse_json_object(body);
    if (!envelope) return unreadable("The webhook's body is not a JSON object.");
    const auto event_type = find_text(*envelope, "eventType");
    const auto* const data = find_object(*envelope, "data");

    domain::ProviderNotice notice;
    if (event_type) {
        if (!is_word(*event_type, event_type_bytes_max))
            return unreadable("The webhook's event type is not a word.");
        // Payout-style events carry `entityBody` and name no payment.
        if (data != nullptr) notice = notice_of(*data);
        notice.event_type = *event_type;
    } else {
        notice = notice_of(*envelope);
        if (notice.order_id.empty() || notice.secret.empty() || notice.transaction_key.empty())
            return unreadable("The webhook is none of the known envelopes.");
        notice.event_type = "DEPOSIT_CALLBACK";
    }
    notice.transmission_id = ports::find_header(headers, "tosspayments-webhook-transmission-id");
    return notice;
}

std::string write_authorization(const Secret& secret_key) {
    return "Basic " + write_base64(secret_key.reveal() + ":");
}

std::string write_path_segment(std::string_view text) {
    std::string segment;
    for (const char letter : text) {
        const bool plain = is_letter_or_digit(letter) || letter == '_' || letter == '-' ||
                           letter == '.' || letter == '~';
        if (plain) {
            segment += letter;
        } else {
            segment += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        }
    }
    return segment;
}

bool is_payment_key(std::string_view text) {
    return !text.empty() && text.size() <= payment_key_bytes_max && text != "." && text != ".." &&
           std::all_of(text.begin(), text.end(), [](char letter) {
               return letter > ' ' && letter < '\x7F';
           });
}

bool is_customer_key(std::string_view text) {
    return text.size() >= 2 && text.size() <= 50 &&
           std::all_of(text.begin(), text.end(), [](char letter) {
               return is_letter_or_digit(letter) ||
                      std::string_view("-_=.@").find(letter) != std::string_view::npos;
           });
}

}  // namespace gyeol::providers::toss
