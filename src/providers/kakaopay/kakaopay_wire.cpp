#include "providers/kakaopay/kakaopay_wire.hpp"

#include "base/json.hpp"
#include "base/limits.hpp"
#include "providers/kakaopay/kakaopay_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace gyeol::providers::kakaopay {
namespace {

using boost::json::object;
using domain::ProviderOutcome;
using domain::ProviderView;
using Kind = ProviderOutcome::Kind;
using State = ProviderView::State;

constexpr int http_ok = 200;
constexpr int http_too_many = 429;
constexpr std::size_t method_code_bytes_max = 40;
constexpr std::size_t page_url_bytes_max = 2000;

/// What a refusal says.
struct ErrorCodes {
    int code = 0;             // 0 when the reply carries none.
    std::string method_code;  // Of the means of payment, empty when it said nothing.
};

/// Returns a number that may be written as a text.
std::optional<int> read_code(const object& body, std::string_view name) {
    auto whole = find_whole(body, name);
    if (const auto text = find_text(body, name)) {
        std::int64_t read = 0;
        const auto* const end = text->data() + text->size();
        const auto [stop, failure] = std::from_chars(text->data(), end, read);
        if (failure == std::errc{} && stop == end) whole = read;
    }
    const bool fits = whole && *whole < 0 && *whole > std::numeric_limits<int>::min();
    return fits ? std::optional<int>(static_cast<int>(*whole)) : std::nullopt;
}

ErrorCodes read_codes(const ports::HttpReply& reply) {
    const auto body = parse_json_object(reply.body);
    if (!body || reply.status == http_ok) return {};
    ErrorCodes codes;
    // The old API wrote `code`; what stands in front of the new one may still.
    codes.code = read_code(*body, "error_code").value_or(read_code(*body, "code").value_or(0));
    const auto* const extras = find_object(*body, "extras");
    if (extras == nullptr) return codes;
    auto method_code = find_text(*extras, "method_result_code").value_or("");
    const bool is_word =
        method_code.size() <= method_code_bytes_max &&
        method_code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos;
    if (is_word) codes.method_code = std::move(method_code);
    return codes;
}

std::string write_codes(const ErrorCodes& codes) {
    if (codes.code == 0) return {};
    if (codes.method_code.empty()) return fmt::format("{}", codes.code);
    return fmt::format("{} {}", codes.code, codes.method_code);
}

domain::Failure failure_of(FailureReason reason, const ErrorCodes& codes) {
    auto failure = describe(reason, codes.method_code);
    if (failure.provider_code.empty()) failure.provider_code = std::to_string(codes.code);
    return failure;
}

/// Returns what a refusal of this meaning comes to when it may be believed; none when it proves nothing.
std::optional<ProviderOutcome> believe(
    CodeMeaning meaning, FailureReason reason, const ErrorCodes& codes
) {
    ProviderOutcome outcome;
    outcome.detail = write_codes(codes);
    outcome.failure = failure_of(reason, codes);
    switch (meaning) {
        case CodeMeaning::refused:
            outcome.kind = Kind::declined;
            return outcome;
        case CodeMeaning::misconfigured:
            outcome.kind = Kind::declined;
            outcome.alarm = true;
            return outcome;
        case CodeMeaning::not_taken_up:
            outcome.kind = Kind::not_sent;
            return outcome;
        case CodeMeaning::unclear:
        case CodeMeaning::of_the_means:
            break;
    }
    return std::nullopt;
}

ProviderOutcome ask_about(std::string detail) {
    auto outcome = ProviderOutcome::unknown(std::move(detail));
    outcome.ask_now = true;
    return outcome;
}

Reading not_understood(const ports::HttpReply& reply) {
    return {ask_about(fmt::format("http_{}_not_understood", reply.status)), std::nullopt};
}

/// Returns what a reply that carries no payment proves.
Reading read_refusal(const ports::HttpReply& reply) {
    const auto codes = read_codes(reply);
    if (codes.code == 0 && reply.status == http_too_many) {
        auto outcome = ProviderOutcome::not_sent("http_429");
        outcome.alarm = true;
        return {std::move(outcome), std::nullopt};
    }
    if (codes.code == 0) return not_understood(reply);
    const auto* const row = find_code(codes.code);
    // Money: a code that is not listed proves nothing. Guarded by
    // KakaoPayWire.ACodeThatIsNotListedIsAskedAndNeverBelieved.
    if (row == nullptr) return {ask_about(write_codes(codes)), std::nullopt};
    auto means = MethodCode{row->meaning, row->reason};
    if (row->meaning == CodeMeaning::of_the_means)
        means = find_method_code(codes.method_code).value_or(MethodCode{});
    auto believed = believe(means.meaning, means.reason, codes);
    if (believed) believed->alarm = believed->alarm || row->alarm;
    if (believed && !row->ask_first) return {std::move(*believed), std::nullopt};
    auto outcome = ask_about(write_codes(codes));
    outcome.alarm = believed && believed->alarm;
    return {std::move(outcome), std::move(believed)};
}

std::optional<domain::Money> find_won(const object& body, std::string_view name) {
    const auto* const amounts = find_object(body, name);
    if (amounts == nullptr) return std::nullopt;
    const auto total = find_whole(*amounts, "total");
    if (!total || *total < 0 || *total > limits::amount_minor_max) return std::nullopt;
    return domain::Money{*total, domain::Currency::krw};
}

domain::PaymentMethod read_method(const object& body) {
    const auto method = find_text(body, "payment_method_type").value_or("");
    if (method == "CARD") return domain::PaymentMethod::card;
    if (method == "MONEY") return domain::PaymentMethod::easy_pay;
    return domain::PaymentMethod::unselected;
}

/// Returns the object of a 200 that is about our payment; none for any other reply.
std::optional<object> find_ours(const ports::HttpReply& reply, const PaymentNames& ours) {
    if (reply.status != http_ok) return std::nullopt;
    auto body = parse_json_object(reply.body);
    if (!body) return std::nullopt;
    const auto is = [&body](std::string_view name, const std::string& expected) {
        return find_text(*body, name) == expected;
    };
    const bool is_ours = is("cid", ours.cid) && is("tid", ours.tid) &&
                         is("partner_order_id", ours.order_id) &&
                         is("partner_user_id", ours.user_id);
    return is_ours ? std::optional<object>(std::move(*body)) : std::nullopt;
}

/// Returns what all payment objects say in the same words; none without a total.
std::optional<ProviderView> read_view(const object& body) {
    const auto total = find_won(body, "amount");
    if (!total) return std::nullopt;
    ProviderView view;
    view.payment_key = find_text(body, "tid").value_or("");
    view.order_id = find_text(body, "partner_order_id").value_or("");
    view.total = *total;
    view.balance = *total;
    view.method = read_method(body);
    if (const auto approved = find_text(body, "approved_at")) {
        if (const auto instant = parse_korean_time(*approved)) view.approved_at = *instant;
    }
    return view;
}

ProviderOutcome approved(ProviderView view) {
    view.state = State::captured;
    ProviderOutcome outcome;
    outcome.kind = Kind::approved;
    outcome.view = std::move(view);
    return outcome;
}

std::optional<ProviderOutcome> find_approval(const object& body) {
    if (find_text(body, "aid").value_or("").empty()) return std::nullopt;
    // An approval has no status; one that says something else than paid contradicts itself.
    if (body.contains("status") && find_text(body, "status") != "SUCCESS_PAYMENT")
        return std::nullopt;
    auto view = read_view(body);
    if (!view) return std::nullopt;
    return approved(std::move(*view));
}

/// What a status of the books stands for.
struct StatusMeaning {
    std::string_view status;
    State state;
    FailureReason reason;
};

constexpr std::array statuses{
    StatusMeaning{"READY", State::in_progress, FailureReason::declined},
    StatusMeaning{"SEND_TMS", State::in_progress, FailureReason::declined},
    StatusMeaning{"OPEN_PAYMENT", State::in_progress, FailureReason::declined},
    StatusMeaning{"SELECT_METHOD", State::in_progress, FailureReason::declined},
    StatusMeaning{"ARS_WAITING", State::in_progress, FailureReason::declined},
    StatusMeaning{"AUTH_PASSWORD", State::in_progress, FailureReason::declined},
    StatusMeaning{"ISSUED_SID", State::captured, FailureReason::declined},
    StatusMeaning{"SUCCESS_PAYMENT", State::captured, FailureReason::declined},
    StatusMeaning{"PART_CANCEL_PAYMENT", State::captured, FailureReason::declined},
    StatusMeaning{"CANCEL_PAYMENT", State::captured, FailureReason::declined},
    StatusMeaning{"FAIL_AUTH_PASSWORD", State::aborted, FailureReason::declined},
    StatusMeaning{"FAIL_PAYMENT", State::aborted, FailureReason::declined},
    StatusMeaning{"QUIT_PAYMENT", State::cancelled, FailureReason::buyer_cancelled},
};

/// Returns what is left of `total`; none when status and amounts contradict one another. What Kakao Pay
/// calls available is not read: its own samples show 0 for a payment that is wholly there.
std::optional<domain::Money> read_balance(
    const object& body, std::string_view status, domain::Money total
) {
    const domain::Money nothing{0, domain::Currency::krw};
    const auto stated = find_won(body, "canceled_amount");
    const auto given_back = stated.value_or(status == "CANCEL_PAYMENT" ? total : nothing);
    if (total < given_back) return std::nullopt;
    const bool is_whole = given_back == nothing;
    const bool is_gone = given_back == total;
    bool agrees = false;
    if (status == "SUCCESS_PAYMENT") agrees = is_whole;
    if (status == "PART_CANCEL_PAYMENT") agrees = !is_whole && !is_gone;
    if (status == "CANCEL_PAYMENT") agrees = is_gone;
    if (status == "ISSUED_SID") agrees = total == nothing;
    return agrees ? std::optional<domain::Money>(total - given_back) : std::nullopt;
}

std::optional<ProviderOutcome> find_books(const object& body) {
    const auto status = find_text(body, "status").value_or("");
    const auto* const row =
        std::find_if(statuses.begin(), statuses.end(), [&status](const StatusMeaning& each) {
            return each.status == status;
        });
    auto view = read_view(body);
    if (row == statuses.end() || !view) return std::nullopt;
    if (row->state == State::captured) {
        const auto balance = read_balance(body, status, view->total);
        if (!balance) return std::nullopt;
        view->balance = *balance;
        return approved(std::move(*view));
    }
    view->state = row->state;
    ProviderOutcome outcome;
    outcome.detail = status;
    if (row->state != State::in_progress) {
        outcome.kind = Kind::declined;
        outcome.failure = describe(row->reason, status);
    }
    outcome.view = std::move(*view);
    return outcome;
}

/// Returns scheme and host of a web address, empty when it is none.
std::string_view origin_of(std::string_view url) {
    const bool is_web = url.starts_with("https://") || url.starts_with("http://");
    if (!is_web || url.find('@') != std::string_view::npos) return {};
    return url.substr(0, url.find_first_of("/?#\\", url.find("://") + 3));
}

bool is_page(const std::string& url, std::string_view api_origin) {
    const auto origin = origin_of(url);
    const bool is_theirs = origin.starts_with("https://") && origin.ends_with(".kakaopay.com");
    return url.size() <= page_url_bytes_max && !origin.empty() &&
           (is_theirs || origin == api_origin);
}

}  // namespace

const std::string& page_for(const Prepared& prepared, Device device) {
    switch (device) {
        case Device::pc:
            return prepared.pc_url;
        case Device::mobile_web:
            return prepared.mobile_url;
        case Device::app:
            return prepared.app_url;
    }
    return prepared.pc_url;
}

ReadyReading read_ready(const ports::HttpReply& reply, std::string_view api_url) {
    ReadyReading reading;
    const auto body = parse_json_object(reply.body);
    if (reply.status == http_ok && body) {
        Prepared prepared;
        prepared.tid = find_text(*body, "tid").value_or("");
        prepared.pc_url = find_text(*body, "next_redirect_pc_url").value_or("");
        prepared.mobile_url = find_text(*body, "next_redirect_mobile_url").value_or("");
        prepared.app_url = find_text(*body, "next_redirect_app_url").value_or("");
        const auto api_origin = origin_of(api_url);
        const bool has_pages = is_page(prepared.pc_url, api_origin) &&
                               is_page(prepared.mobile_url, api_origin) &&
                               is_page(prepared.app_url, api_origin);
        if (!prepared.tid.empty() && has_pages) {
            reading.prepared = std::move(prepared);
            return reading;
        }
    }
    auto refused = read_refusal(reply);
    if (refused.outcome.ask_now) {
        // Nobody knows a tid to pay or to ask with, so there is nothing that could be taken.
        auto nothing = ProviderOutcome::not_sent(refused.outcome.detail);
        nothing.failure = describe(FailureReason::bank_unavailable, {});
        reading.failure = refused.if_nothing_happened.value_or(std::move(nothing));
    } else {
        reading.failure = std::move(refused.outcome);
    }
    return reading;
}

Reading read_approve(const ports::HttpReply& reply, const PaymentNames& ours) {
    if (const auto body = find_ours(reply, ours)) {
        if (auto found = find_approval(*body)) return {std::move(*found), std::nullopt};
    }
    return read_refusal(reply);
}

ProviderOutcome read_order(const ports::HttpReply& reply, const PaymentNames& ours) {
    if (const auto body = find_ours(reply, ours)) {
        if (auto found = find_books(*body)) return std::move(*found);
    }
    const auto refused = read_refusal(reply);
    auto outcome = ProviderOutcome::unknown(refused.outcome.detail);
    // Somebody must read books that we cannot; a gateway's page or half an answer is no book.
    const bool is_unread = reply.status == http_ok && parse_json_object(reply.body).has_value();
    outcome.alarm = refused.outcome.alarm || is_unread;
    return outcome;
}

Reading read_cancel(const ports::HttpReply& reply, const PaymentNames& ours) {
    if (const auto body = find_ours(reply, ours)) {
        const auto status = find_text(*body, "status").value_or("");
        const bool is_cancel = status == "PART_CANCEL_PAYMENT" || status == "CANCEL_PAYMENT";
        auto found = is_cancel ? find_books(*body) : std::nullopt;
        if (found) return {std::move(*found), std::nullopt};
    }
    auto reading = read_refusal(reply);
    // A cancel of our own making is refused only for reasons that a person must look at.
    if (reading.outcome.kind == Kind::declined) reading.outcome.alarm = true;
    auto& later = reading.if_nothing_happened;
    if (later && later->kind == Kind::declined) later->alarm = true;
    return reading;
}

std::string sid_of(const ports::HttpReply& reply) {
    const auto body = parse_json_object(reply.body);
    if (!body || reply.status != http_ok) return {};
    return find_text(*body, "sid").value_or("");
}

std::string error_code_of(const ports::HttpReply& reply) {
    return write_codes(read_codes(reply));
}

}  // namespace gyeol::providers::kakaopay
