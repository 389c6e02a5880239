// Records of every kind with members that no reasonable program would choose, for laws that must hold
// for all of them.
#pragma once

#include "domain/aggregate.hpp"

#include <rapidcheck.h>

#include <string>
#include <vector>

namespace gyeol::test {

/// Text that is well-formed UTF-8 without NUL, rich in what JSON must escape.
inline rc::Gen<std::string> arbitrary_text() {
    const auto piece = rc::gen::elementOf(std::vector<std::string>{
        "a",  "Z9",      "\"",   "\\",   "/",
        "\n", "\t",      "\x01", "\x1f", "\x7f",
        "결", "제",      "é",    "😀",    "\xF4\x8F\xBF\xBF",
        "{",  "}",       ",",    ":",    "null",
        " ",  "\\u0041", "'",    "<b>"});
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(piece),
        [](const auto& pieces) {
            std::string text;
            for (const auto& one : pieces)
                text += one;
            return text;
        }
    );
}

/// Any bytes at all: what sealed members may hold.
inline rc::Gen<std::string> arbitrary_bytes() {
    return rc::gen::container<std::string>(rc::gen::arbitrary<char>());
}

inline std::int64_t arbitrary_int64() {
    return *rc::gen::oneOf(
        rc::gen::arbitrary<std::int64_t>(),
        rc::gen::element(INT64_MIN, INT64_MAX, std::int64_t{0}, std::int64_t{-1})
    );
}

inline Id arbitrary_id() {
    Id::Bytes bytes{};
    for (auto& byte : bytes)
        byte = *rc::gen::arbitrary<std::uint8_t>();
    return Id(bytes);
}

inline Instant arbitrary_instant() {
    return from_millis(arbitrary_int64());
}

template <typename T, typename Make>
std::optional<T> sometimes(Make make) {
    if (*rc::gen::arbitrary<bool>()) return std::nullopt;
    return make();
}

inline domain::Money arbitrary_money() {
    using domain::Currency;
    return {
        arbitrary_int64(),
        *rc::gen::element(Currency::krw, Currency::jpy, Currency::usd, Currency::kwd)};
}

inline domain::PaymentStatus arbitrary_status() {
    return *rc::gen::elementOf(domain::all_payment_statuses);
}

inline domain::ProviderName arbitrary_provider() {
    using domain::ProviderName;
    return *rc::gen::element(ProviderName::toss, ProviderName::kakaopay, ProviderName::stripe);
}

inline std::uint64_t arbitrary_count() {
    return static_cast<std::uint64_t>(*rc::gen::nonNegative<std::int64_t>());
}

inline domain::LedgerPosition arbitrary_position() {
    using enum domain::LedgerAccount;
    return {
        *rc::gen::element(
            provider_receivable,
            disputes,
            dispute_losses,
            revenue,
            vat_payable,
            refunds_payable,
            suspense
        ),
        *rc::gen::element(domain::LedgerPhase::pending, domain::LedgerPhase::posted),
        arbitrary_money()};
}

inline std::vector<domain::LedgerLine> arbitrary_lines() {
    std::vector<domain::LedgerLine> lines;
    for (int left = *rc::gen::inRange(0, 4); left > 0; --left)
        lines.push_back({arbitrary_position(), *arbitrary_text()});
    return lines;
}

inline domain::RecordMeta arbitrary_meta() {
    domain::RecordMeta meta;
    meta.version = static_cast<std::uint64_t>(*rc::gen::nonNegative<std::int64_t>());
    for (int left = *rc::gen::inRange(0, 5); left > 0; --left) {
        meta.ops.emplace_back(arbitrary_id());
    }
    meta.events_made = static_cast<std::uint64_t>(*rc::gen::nonNegative<std::int64_t>());
    for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
        domain::Event event;
        event.number = *rc::gen::inRange<std::uint64_t>(1, 1000);
        event.type = *arbitrary_text();
        event.at = arbitrary_instant();
        event.status = arbitrary_status();
        event.ledger_entry = arbitrary_count();
        event.ledger_previous = *arbitrary_text();
        event.lines = arbitrary_lines();
        meta.events.push_back(event);
    }
    meta.next_at = sometimes<Instant>(arbitrary_instant);
    return meta;
}

inline domain::User arbitrary_user() {
    domain::User user;
    user.id = domain::UserId(arbitrary_id());
    user.meta = arbitrary_meta();
    user.email = *arbitrary_text();
    user.password_hash = *arbitrary_text();
    user.name = *arbitrary_text();
    user.phone = *arbitrary_bytes();
    user.role = *arbitrary_text();
    user.customer_key = *arbitrary_text();
    user.session_version = arbitrary_int64();
    for (int left = *rc::gen::inRange(0, 3); left > 0; --left) {
        user.revoked_tokens.push_back({*arbitrary_text(), arbitrary_instant()});
    }
    user.subscription.plan = *arbitrary_text();
    user.subscription.status = *arbitrary_text();
    user.subscription.start_date = sometimes<Instant>(arbitrary_instant);
    user.subscription.end_date = sometimes<Instant>(arbitrary_instant);
    user.subscription.auto_renew = *rc::gen::arbitrary<bool>();
    user.created_at = arbitrary_instant();
    user.last_login = sometimes<Instant>(arbitrary_instant);
    return user;
}

inline domain::Attempt arbitrary_attempt() {
    domain::Attempt attempt;
    attempt.number = *rc::gen::arbitrary<int>();
    attempt.payment_key = *arbitrary_text();
    attempt.proof = Secret(*arbitrary_bytes());
    attempt.idempotency_key = *arbitrary_text();
    attempt.started_at = arbitrary_instant();
    attempt.send_by = arbitrary_instant();
    attempt.ask_first = *rc::gen::arbitrary<bool>();
    attempt.asks = *rc::gen::arbitrary<int>();
    return attempt;
}

inline domain::Failure arbitrary_failure() {
    return {*arbitrary_text(), *arbitrary_text(), *arbitrary_text()};
}

inline domain::Refund arbitrary_refund() {
    using domain::RefundCause;
    using domain::RefundStatus;
    domain::Refund refund;
    refund.number = *rc::gen::arbitrary<int>();
    refund.cause = *rc::gen::element(
        RefundCause::requested,
        RefundCause::late_capture,
        RefundCause::purchase_moved_on,
        RefundCause::external
    );
    refund.status = *rc::gen::element(
        RefundStatus::reserved,
        RefundStatus::sending,
        RefundStatus::completed,
        RefundStatus::failed,
        RefundStatus::needs_operator
    );
    refund.amount = arbitrary_money();
    refund.reason = *arbitrary_text();
    refund.requested_by = *arbitrary_text();
    refund.created_at = arbitrary_instant();
    refund.account = sometimes<domain::RefundAccount>([] {
        return domain::RefundAccount{*arbitrary_text(), *arbitrary_bytes(), *arbitrary_bytes()};
    });
    refund.idempotency_key = *arbitrary_text();
    refund.first_sent_at = sometimes<Instant>(arbitrary_instant);
    refund.send_by = sometimes<Instant>(arbitrary_instant);
    refund.balance_before = arbitrary_money();
    refund.asks = *rc::gen::arbitrary<int>();
    refund.returned_as = *arbitrary_text();
    refund.failure = sometimes<domain::Failure>(arbitrary_failure);
    refund.completed_at = sometimes<Instant>(arbitrary_instant);
    return refund;
}

inline domain::Preparation arbitrary_preparation() {
    domain::Preparation ready;
    ready.payment_key = *arbitrary_text();
    ready.browser_secret = Secret(*arbitrary_bytes());
    ready.desktop_url = *arbitrary_bytes();
    ready.mobile_url = *arbitrary_bytes();
    ready.app_url = *arbitrary_bytes();
    ready.can_take_money = *rc::gen::arbitrary<bool>();
    ready.ends_at = sometimes<Instant>(arbitrary_instant);
    return ready;
}

inline domain::VirtualAccount arbitrary_account() {
    return {
        *arbitrary_text(),
        *arbitrary_bytes(),
        *arbitrary_bytes(),
        sometimes<Instant>(arbitrary_instant)};
}

inline domain::PaymentMethod arbitrary_method() {
    using domain::PaymentMethod;
    return *rc::gen::element(
        PaymentMethod::unselected,
        PaymentMethod::card,
        PaymentMethod::virtual_account,
        PaymentMethod::easy_pay,
        PaymentMethod::transfer,
        PaymentMethod::mobile_phone,
        PaymentMethod::gift_certificate
    );
}

inline domain::Dispute arbitrary_dispute() {
    using enum domain::DisputeStatus;
    domain::Dispute dispute;
    dispute.id = *arbitrary_text();
    dispute.status = *rc::gen::element(inquiry, open, won, lost, withdrawn);
    dispute.amount = arbitrary_money();
    dispute.reason = *arbitrary_text();
    dispute.answer_by = sometimes<Instant>(arbitrary_instant);
    return dispute;
}

inline domain::Payment arbitrary_payment() {
    domain::Payment payment;
    payment.id = domain::PaymentId(arbitrary_id());
    payment.meta = arbitrary_meta();
    payment.order_id = *arbitrary_text();
    payment.order_name = *arbitrary_text();
    payment.user_id = domain::UserId(arbitrary_id());
    payment.plan_id = *arbitrary_text();
    payment.amount = arbitrary_money();
    payment.provider = arbitrary_provider();
    payment.account = *arbitrary_text();
    payment.flow = *rc::gen::elementOf(domain::all_checkout_flows);
    payment.sdk = *arbitrary_text();
    payment.customer_key = *arbitrary_text();
    payment.method = arbitrary_method();
    payment.status = arbitrary_status();
    payment.created_at = arbitrary_instant();
    payment.updated_at = arbitrary_instant();
    payment.completed_at = sometimes<Instant>(arbitrary_instant);
    payment.preparation = sometimes<domain::Preparation>(arbitrary_preparation);
    payment.attempt = sometimes<domain::Attempt>(arbitrary_attempt);
    payment.failure = sometimes<domain::Failure>(arbitrary_failure);
    payment.virtual_account = sometimes<domain::VirtualAccount>(arbitrary_account);
    payment.deposit_secret = Secret(*arbitrary_bytes());
    payment.receipt_url = *arbitrary_text();
    payment.captured = arbitrary_money();
    payment.returned = arbitrary_money();
    payment.discrepant = *rc::gen::arbitrary<bool>();
    for (int left = *rc::gen::inRange(0, 3); left > 0; --left)
        payment.refunds.push_back(arbitrary_refund());
    for (int left = *rc::gen::inRange(0, 3); left > 0; --left)
        payment.disputes.push_back(arbitrary_dispute());
    payment.cancel_key = sometimes<std::string>([] { return *arbitrary_text(); });
    payment.reviews = *rc::gen::arbitrary<int>();
    for (int left = *rc::gen::inRange(0, 4); left > 0; --left)
        payment.ledger.booked.push_back(arbitrary_position());
    payment.ledger.entries = arbitrary_count();
    payment.ledger.events_looked_at = arbitrary_count();
    payment.ledger.head = *arbitrary_text();
    return payment;
}

inline domain::Purchase arbitrary_purchase() {
    domain::Purchase purchase;
    purchase.id = domain::PurchaseId(arbitrary_id());
    purchase.meta = arbitrary_meta();
    purchase.user_id = domain::UserId(arbitrary_id());
    purchase.plan_id = *arbitrary_text();
    purchase.payment_id = domain::PaymentId(arbitrary_id());
    return purchase;
}

inline domain::InboxItem arbitrary_inbox_item() {
    using State = domain::InboxItem::State;
    domain::InboxItem item;
    item.id = domain::InboxId(arbitrary_id());
    item.meta = arbitrary_meta();
    item.provider = arbitrary_provider();
    item.notice.event_type = *arbitrary_text();
    item.notice.transmission_id = *arbitrary_text();
    item.notice.order_id = *arbitrary_text();
    item.notice.payment_key = *arbitrary_text();
    item.notice.status = *arbitrary_text();
    item.notice.transaction_key = *arbitrary_text();
    item.notice.secret = *arbitrary_bytes();
    item.body = *arbitrary_bytes();
    item.state = *rc::gen::element(State::received, State::done, State::ignored);
    item.tries = *rc::gen::arbitrary<int>();
    item.received_at = arbitrary_instant();
    return item;
}

inline domain::IdempotencyRecord arbitrary_idempotency_record() {
    domain::IdempotencyRecord record;
    record.id = domain::IdempotencyId(arbitrary_id());
    record.meta = arbitrary_meta();
    record.body_digest = *arbitrary_text();
    record.finished = *rc::gen::arbitrary<bool>();
    record.lease_until = arbitrary_instant();
    record.expires_at = arbitrary_instant();
    record.status = *rc::gen::arbitrary<int>();
    record.answer = *arbitrary_bytes();
    return record;
}

inline domain::EndpointBook arbitrary_endpoint_book() {
    domain::EndpointBook book;
    book.id = domain::EndpointBookId(arbitrary_id());
    book.meta = arbitrary_meta();
    for (int left = *rc::gen::inRange(0, 3); left > 0; --left) {
        domain::Endpoint endpoint;
        endpoint.id = domain::EndpointId(arbitrary_id());
        endpoint.url = *arbitrary_text();
        endpoint.events = {*arbitrary_text(), *arbitrary_text()};
        endpoint.secret = Secret(*arbitrary_bytes());
        endpoint.previous_secret = Secret(*arbitrary_bytes());
        endpoint.previous_until = sometimes<Instant>(arbitrary_instant);
        endpoint.created_at = arbitrary_instant();
        endpoint.disabled_at = sometimes<Instant>(arbitrary_instant);
        endpoint.disabled_because = *arbitrary_text();
        book.endpoints.push_back(endpoint);
    }
    return book;
}

inline domain::Delivery arbitrary_delivery() {
    using domain::DeliveryChannel;
    using domain::DeliveryState;
    domain::Delivery delivery;
    delivery.id = domain::DeliveryId(arbitrary_id());
    delivery.meta = arbitrary_meta();
    delivery.channel = *rc::gen::element(
        DeliveryChannel::webhook, DeliveryChannel::alert, DeliveryChannel::receipt
    );
    delivery.endpoint_id = domain::EndpointId(arbitrary_id());
    delivery.payment_id = domain::PaymentId(arbitrary_id());
    delivery.event_number = *rc::gen::inRange<std::uint64_t>(1, 1000);
    delivery.event_type = *arbitrary_text();
    delivery.event_at = arbitrary_instant();
    delivery.body = *arbitrary_text();
    delivery.after =
        sometimes<domain::DeliveryId>([] { return domain::DeliveryId(arbitrary_id()); });
    delivery.state = *rc::gen::element(
        DeliveryState::pending, DeliveryState::delivered, DeliveryState::given_up
    );
    delivery.tries = *rc::gen::arbitrary<int>();
    for (int left = *rc::gen::inRange(0, 3); left > 0; --left)
        delivery.log.push_back({arbitrary_instant(), *rc::gen::arbitrary<int>(), *arbitrary_text()}
        );
    delivery.created_at = arbitrary_instant();
    delivery.finished_at = sometimes<Instant>(arbitrary_instant);
    delivery.expires_at = arbitrary_instant();
    return delivery;
}

inline domain::LedgerEntry arbitrary_ledger_entry() {
    domain::LedgerEntry entry;
    entry.id = domain::LedgerEntryId(arbitrary_id());
    entry.meta = arbitrary_meta();
    entry.payment_id = domain::PaymentId(arbitrary_id());
    entry.provider = arbitrary_provider();
    entry.number = arbitrary_count();
    entry.event_number = arbitrary_count();
    entry.event_type = *arbitrary_text();
    entry.at = arbitrary_instant();
    entry.previous = *arbitrary_text();
    entry.lines = arbitrary_lines();
    return entry;
}

inline domain::Aggregate arbitrary_record(domain::RecordKind kind) {
    switch (kind) {
        case domain::RecordKind::users:
            return arbitrary_user();
        case domain::RecordKind::payments:
            return arbitrary_payment();
        case domain::RecordKind::purchases:
            return arbitrary_purchase();
        case domain::RecordKind::inbox:
            return arbitrary_inbox_item();
        case domain::RecordKind::idempotency:
            return arbitrary_idempotency_record();
        case domain::RecordKind::endpoints:
            return arbitrary_endpoint_book();
        case domain::RecordKind::deliveries:
            return arbitrary_delivery();
        case domain::RecordKind::ledger:
            return arbitrary_ledger_entry();
    }
    return arbitrary_user();
}

}  // namespace gyeol::test
