// What each kind of record consists of, said once for both directions: an archive that writes and one
// that reads visit the same members under the same names, so neither can forget one.
#pragma once

#include "domain/aggregate.hpp"

#include <concepts>
#include <type_traits>

namespace gyeol::storage {

/// `T` is `Kind`, const or not: reading fills it, writing only looks.
template <typename T, typename Kind>
concept Is = std::same_as<std::remove_const_t<T>, Kind>;

void describe(auto& archive, Is<domain::Money> auto& money) {
    archive("amount", money.minor);
    archive("currency", money.currency);
}

void describe(auto& archive, Is<domain::LedgerLine> auto& line) {
    archive("account", line.position.account);
    archive("phase", line.position.phase);
    describe(archive, line.position.amount);
    archive("hash", line.hash);
}

void describe(auto& archive, Is<domain::LedgerPosition> auto& position) {
    archive("account", position.account);
    archive("phase", position.phase);
    describe(archive, position.amount);
}

void describe(auto& archive, Is<domain::LedgerChain> auto& chain) {
    archive("booked", chain.booked);
    archive("entries", chain.entries);
    archive("eventsLookedAt", chain.events_looked_at);
    archive("head", chain.head);
}

void describe(auto& archive, Is<domain::Event> auto& event) {
    archive("number", event.number);
    archive("type", event.type);
    archive("at", event.at);
    archive("status", event.status);
    archive.added("ledgerEntry", event.ledger_entry);
    archive("ledgerPrevious", event.ledger_previous);
    archive("lines", event.lines);
}

void describe(auto& archive, Is<domain::RecordMeta> auto& meta) {
    archive("v", meta.version);
    archive("ops", meta.ops);
    archive("eventsMade", meta.events_made);
    archive("events", meta.events);
    archive("nextAt", meta.next_at);
}

void describe(auto& archive, Is<domain::RevokedToken> auto& token) {
    archive("tokenId", token.token_id);
    archive("expiresAt", token.expires_at);
}

void describe(auto& archive, Is<domain::SubscriptionSummary> auto& summary) {
    archive("plan", summary.plan);
    archive("status", summary.status);
    archive("startDate", summary.start_date);
    archive("endDate", summary.end_date);
    archive("autoRenew", summary.auto_renew);
}

void describe(auto& archive, Is<domain::User> auto& user) {
    archive("email", user.email);
    archive("password", user.password_hash);
    archive("name", user.name);
    archive.sealed("phone", user.phone, "user.phone");
    archive("role", user.role);
    archive("customerKey", user.customer_key);
    archive("sessionVersion", user.session_version);
    archive("revokedTokens", user.revoked_tokens);
    archive("subscription", user.subscription);
    archive("createdAt", user.created_at);
    archive("lastLogin", user.last_login);
}

void describe(auto& archive, Is<domain::Attempt> auto& attempt) {
    archive("number", attempt.number);
    archive("paymentKey", attempt.payment_key);
    archive.sealed("proof", attempt.proof, "payment.attempt.proof");
    archive("idempotencyKey", attempt.idempotency_key);
    archive("startedAt", attempt.started_at);
    archive("sendBy", attempt.send_by);
    archive("askFirst", attempt.ask_first);
    archive("asks", attempt.asks);
}

void describe(auto& archive, Is<domain::Preparation> auto& preparation) {
    archive("paymentKey", preparation.payment_key);
    archive.sealed(
        "browserSecret", preparation.browser_secret, "payment.preparation.browserSecret"
    );
    archive.sealed("desktopUrl", preparation.desktop_url, "payment.preparation.desktopUrl");
    archive.sealed("mobileUrl", preparation.mobile_url, "payment.preparation.mobileUrl");
    archive.sealed("appUrl", preparation.app_url, "payment.preparation.appUrl");
    archive("canTakeMoney", preparation.can_take_money);
    archive("endsAt", preparation.ends_at);
}

void describe(auto& archive, Is<domain::Failure> auto& failure) {
    archive("code", failure.code);
    archive("message", failure.message);
    archive("providerCode", failure.provider_code);
}

void describe(auto& archive, Is<domain::VirtualAccount> auto& account) {
    archive("bank", account.bank);
    archive.sealed("accountNumber", account.account_number, "payment.virtualAccount.accountNumber");
    archive.sealed("holder", account.holder, "payment.virtualAccount.holder");
    archive("dueAt", account.due_at);
}

void describe(auto& archive, Is<domain::RefundAccount> auto& account) {
    archive("bank", account.bank);
    archive.sealed("accountNumber", account.account_number, "payment.refund.accountNumber");
    archive.sealed("holder", account.holder, "payment.refund.holder");
}

void describe(auto& archive, Is<domain::Refund> auto& refund) {
    archive("number", refund.number);
    archive("cause", refund.cause);
    archive("status", refund.status);
    describe(archive, refund.amount);
    archive("reason", refund.reason);
    archive("requestedBy", refund.requested_by);
    archive("createdAt", refund.created_at);
    archive("account", refund.account);
    archive("idempotencyKey", refund.idempotency_key);
    archive("firstSentAt", refund.first_sent_at);
    archive("sendBy", refund.send_by);
    archive("balanceBefore", refund.balance_before);
    archive("asks", refund.asks);
    archive("returnedAs", refund.returned_as);
    archive("failure", refund.failure);
    archive("completedAt", refund.completed_at);
}

void describe(auto& archive, Is<domain::Dispute> auto& dispute) {
    archive("id", dispute.id);
    archive("status", dispute.status);
    describe(archive, dispute.amount);
    archive("reason", dispute.reason);
    archive("answerBy", dispute.answer_by);
}

void describe(auto& archive, Is<domain::Payment> auto& payment) {
    archive("orderId", payment.order_id);
    archive("orderName", payment.order_name);
    archive("userId", payment.user_id);
    archive("planId", payment.plan_id);
    describe(archive, payment.amount);
    archive("provider", payment.provider);
    archive("account", payment.account);
    archive("flow", payment.flow);
    archive("sdk", payment.sdk);
    archive("customerKey", payment.customer_key);
    archive("paymentMethod", payment.method);
    archive("status", payment.status);
    archive("createdAt", payment.created_at);
    archive("updatedAt", payment.updated_at);
    archive("completedAt", payment.completed_at);
    archive("preparation", payment.preparation);
    archive("attempt", payment.attempt);
    archive("failure", payment.failure);
    archive("virtualAccount", payment.virtual_account);
    archive.sealed("depositSecret", payment.deposit_secret, "payment.depositSecret");
    archive("receiptUrl", payment.receipt_url);
    archive.added("captured", payment.captured);
    archive("returned", payment.returned);
    archive("discrepant", payment.discrepant);
    archive("refunds", payment.refunds);
    archive.added("disputes", payment.disputes);
    archive("cancelKey", payment.cancel_key);
    archive("reviews", payment.reviews);
    archive.added("ledger", payment.ledger);
}

void describe(auto& archive, Is<domain::Purchase> auto& purchase) {
    archive("userId", purchase.user_id);
    archive("planId", purchase.plan_id);
    archive("paymentId", purchase.payment_id);
}

void describe(auto& archive, Is<domain::ProviderNotice> auto& notice) {
    archive("eventType", notice.event_type);
    archive("transmissionId", notice.transmission_id);
    archive("orderId", notice.order_id);
    archive("paymentKey", notice.payment_key);
    archive("status", notice.status);
    archive("transactionKey", notice.transaction_key);
    archive.sealed("secret", notice.secret, "inbox.notice.secret");
}

void describe(auto& archive, Is<domain::InboxItem> auto& item) {
    archive("provider", item.provider);
    archive("notice", item.notice);
    archive.sealed("body", item.body, "inbox.body");
    archive("state", item.state);
    archive("tries", item.tries);
    archive("receivedAt", item.received_at);
}

void describe(auto& archive, Is<domain::IdempotencyRecord> auto& record) {
    archive("bodyDigest", record.body_digest);
    archive("finished", record.finished);
    archive("leaseUntil", record.lease_until);
    archive("expiresAt", record.expires_at);
    archive("status", record.status);
    archive.sealed("answer", record.answer, "idempotency.answer");
}

void describe(auto& archive, Is<domain::LedgerEntry> auto& entry) {
    archive("paymentId", entry.payment_id);
    archive("provider", entry.provider);
    archive("number", entry.number);
    archive("eventNumber", entry.event_number);
    archive("eventType", entry.event_type);
    archive("at", entry.at);
    archive("previous", entry.previous);
    archive("lines", entry.lines);
}

void describe(auto& archive, Is<domain::Endpoint> auto& endpoint) {
    archive("id", endpoint.id);
    archive("url", endpoint.url);
    archive("events", endpoint.events);
    archive.sealed("secret", endpoint.secret, "endpoint.secret");
    archive.sealed("previousSecret", endpoint.previous_secret, "endpoint.previousSecret");
    archive("previousUntil", endpoint.previous_until);
    archive("createdAt", endpoint.created_at);
    archive("disabledAt", endpoint.disabled_at);
    archive("disabledBecause", endpoint.disabled_because);
}

void describe(auto& archive, Is<domain::EndpointBook> auto& book) {
    archive("endpoints", book.endpoints);
}

void describe(auto& archive, Is<domain::DeliveryTry> auto& tried) {
    archive("at", tried.at);
    archive("status", tried.status);
    archive("detail", tried.detail);
}

void describe(auto& archive, Is<domain::Delivery> auto& delivery) {
    archive("channel", delivery.channel);
    archive("endpointId", delivery.endpoint_id);
    archive("paymentId", delivery.payment_id);
    archive("eventNumber", delivery.event_number);
    archive("eventType", delivery.event_type);
    archive("eventAt", delivery.event_at);
    archive("body", delivery.body);
    archive("after", delivery.after);
    archive("state", delivery.state);
    archive("tries", delivery.tries);
    archive("log", delivery.log);
    archive("createdAt", delivery.created_at);
    archive("finishedAt", delivery.finished_at);
    archive("expiresAt", delivery.expires_at);
}

}  // namespace gyeol::storage
