#include "sandbox/toss/world.hpp"

#include "sandbox/toss/journal.hpp"
#include "sandbox/toss/webhook_json.hpp"

namespace gyeol::sandbox::toss {
namespace {

constexpr Millis contradiction_after{46};
constexpr std::uint64_t disorder_ms_max = 5000;

/// After the first failure one unit, then 4, 16 and so on; after the seventh retry nothing.
std::vector<Millis> retry_schedule(Millis unit) {
    std::vector<Millis> waits;
    for (const auto units : {1, 4, 16, 64, 256, 1024, 4096})
        waits.push_back(units * unit);
    return waits;
}

/// A copy of `payment` that claims to have failed, as was once seen right after its DONE.
Payment contradicting(Payment payment) {
    payment.status = Status::aborted;
    payment.failure = Failure{"PAY_PROCESS_ABORTED", "결제가 진행되지 못했습니다."};
    return payment;
}

}  // namespace

World::World(Options chosen)
    : options(std::move(chosen)),
      keys(options),
      ids(options.seed),
      webhooks(retry_schedule(options.webhooks.retry_unit)) {}

void World::changed(const Payment& payment) {
    payments.reindex(payment);
    if (on_change) on_change(write_line(ids.sequence(), payment));
}

void World::remember(StoredAnswer answer) {
    if (on_change) on_change(write_line(ids.sequence(), answer));
    answers.put(std::move(answer));
}

void World::queue(QueuedWebhook webhook) {
    if (on_change) on_change(write_line(ids.sequence(), webhook));
    webhooks.put(std::move(webhook));
}

std::vector<Delivery> World::take_due(Instant now) {
    std::vector<Delivery> due;
    for (const auto& webhook : webhooks.take_due(now)) {
        Delivery delivery;
        delivery.id = webhook.id;
        delivery.url = options.webhooks.url;
        delivery.body = webhook.body;
        delivery.headers = {
            {"Content-Type", "application/json"},
            {"tosspayments-webhook-transmission-time", write_korean_time(now)},
            {"tosspayments-webhook-transmission-retried-count", std::to_string(webhook.retried)},
            {"tosspayments-webhook-transmission-id", webhook.transmission_id},
        };
        due.push_back(std::move(delivery));
    }
    return due;
}

void World::answered(std::uint64_t webhook_id, int status, Instant now) {
    // Everything but exactly 200 in time is a failure.
    const auto receipt = status == 200 ? Receipt::taken : Receipt::failed;
    const auto retried = webhooks.answer(webhook_id, receipt, now);
    if (!on_change) return;
    on_change(
        retried ? write_line(ids.sequence(), *retried)
                : write_webhook_end(ids.sequence(), webhook_id)
    );
}

void World::announce(const std::string& body, Instant now) {
    const auto copies = options.webhooks.duplicates ? 2 : 1;
    for (auto copy = 0; copy < copies; ++copy) {
        QueuedWebhook webhook;
        webhook.transmission_id = ids.letters("whtrans_a", 20);
        webhook.id = ids.sequence();
        webhook.body = body;
        webhook.due = now;
        if (options.webhooks.out_of_order) {
            webhook.due += Millis(static_cast<std::int64_t>(ids.next() % disorder_ms_max));
        }
        queue(std::move(webhook));
    }
}

void World::changed_status(const Payment& payment, Instant now) {
    changed(payment);
    if (options.webhooks.url.empty()) return;
    const auto created_at = write_webhook_time(now, ids.next());
    const auto says_no_status =
        payment.status == Status::ready || payment.status == Status::in_progress;
    if (options.webhooks.payment_status_changed && !says_no_status) {
        announce(
            write_payment_status_changed(write_payment(payment, view(payment, now)), created_at),
            now
        );
    }
    if (options.webhooks.deposit_callback && payment.virtual_account) {
        // Both spellings of the time occur for this event, so readers must take both.
        const auto with_zone = ids.next() % 2 == 0;
        announce(
            write_deposit_callback(payment, with_zone ? write_korean_time(now) : created_at), now
        );
    }
    if (options.webhooks.contradict_done && payment.status == Status::done) {
        const auto later = now + contradiction_after;
        const auto liar = contradicting(payment);
        announce(
            write_payment_status_changed(
                write_payment(liar, view(liar, later)), write_webhook_time(later, ids.next())
            ),
            later
        );
    }
}

void World::expire(Instant now) {
    while (auto* payment = payments.find_expired(now)) {
        const auto closed_at = *payment->expires_at;
        payment->status = Status::expired;
        payment->failure = Failure{"EXPIRED_PAYMENT", "결제 시간이 만료되었습니다."};
        payment->expires_at.reset();
        changed_status(*payment, closed_at);
    }
}

PaymentView World::view(const Payment& payment, Instant now) const {
    PaymentView made;
    made.now = now;
    made.page_base = options.page_base;
    made.refund_account_readable = options.refund_account_readable;
    if (options.unknown_fields) {
        // From the payment, not from the counter: asking twice must answer the same bytes.
        made.unknown_fields_seed = options.seed ^ fingerprint(payment.payment_key);
    }
    return made;
}

}  // namespace gyeol::sandbox::toss
