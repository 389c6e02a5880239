// The courier: what is due goes out, each delivery on its own, so that nobody waits for a slow receiver but
// what comes after it to the same place.
#include "app/app.hpp"
#include "app/letters.hpp"
#include "app/webhook_message.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/test_point.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::app {
namespace {

using domain::DeliveryChannel;
using domain::DeliveryOutcome;
using State = ports::Committed::State;

DeliveryOutcome outcome_of(const ports::Exchanged& exchanged) {
    if (!exchanged) {
        const auto& failure = exchanged.error();
        return {
            DeliveryOutcome::Kind::later,
            0,
            std::string(word(failure.kind)) + ": " + failure.detail,
            {}};
    }
    const auto wait = read_retry_after(find_header(exchanged->headers, "Retry-After"));
    return domain::outcome_of_status(exchanged->status, wait);
}

/// Returns whether the endpoint as a whole is in trouble, and not only with this event.
bool is_in_trouble(const DeliveryOutcome& outcome) {
    constexpr int too_many_requests = 429;
    return outcome.kind == DeliveryOutcome::Kind::later &&
           (outcome.status == 0 || outcome.status == too_many_requests || outcome.status >= 500);
}

DeliveryOutcome outcome_of(ports::MailOutcome mailed) {
    DeliveryOutcome outcome;
    outcome.status = mailed.status;
    outcome.detail = std::move(mailed.detail);
    switch (mailed.kind) {
        case ports::MailOutcome::Kind::accepted:
            outcome.kind = DeliveryOutcome::Kind::accepted;
            break;
        case ports::MailOutcome::Kind::later:
            outcome.kind = DeliveryOutcome::Kind::later;
            break;
        case ports::MailOutcome::Kind::refused:
            outcome.kind = DeliveryOutcome::Kind::refused;
            break;
    }
    return outcome;
}

/// Returns whether the payment's money is here, in whole or in part.
bool is_paid(const domain::Payment& payment) {
    return payment.status == domain::PaymentStatus::completed ||
           payment.status == domain::PaymentStatus::partially_refunded;
}

}  // namespace

Task<> App::run_courier(ports::Signal stop) {
    while (!stop.is_set()) {
        courier_wake_ = ports::Signal();
        const auto started = co_await deliver_due();
        co_await ports::sleep_until(ports_.clock, ports_.clock.now() + limits::courier_gather);
        if (started > 0) continue;
        const auto wake = courier_wake_;
        co_await ports::wait_for(ports_.clock, wake, ports_.clock.now() + limits::due_interval);
    }
}

Task<std::size_t> App::deliver_due() {
    if (ports_.endpoint_client == nullptr && ports_.mailer == nullptr) co_return 0;
    const auto now = ports_.clock.now();
    auto due =
        co_await ports_.store.due(domain::RecordKind::deliveries, now, limits::delivery_page);
    if (!due) {
        note(NoteLevel::warning, "deliver.due_failed", {{"why", due.error().reason}});
        co_return 0;
    }
    std::size_t started = 0;
    for (const auto& record : *due) {
        if (start_delivery(std::get<domain::Delivery>(record))) ++started;
    }
    // Those that may not start yet must not stand before those that may.
    if (started == 0 && due->size() == limits::delivery_page) {
        co_await make_room(std::move(*due));
    }
    co_return started;
}

bool App::start_delivery(domain::Delivery delivery) {
    const auto id = delivery.id;
    const auto endpoint = delivery.endpoint_id;
    const auto now = ports_.clock.now();
    if (under_way_.contains(id) || under_way_.size() >= limits::deliveries_at_once) return false;
    if (delivery.after && under_way_.contains(*delivery.after)) return false;
    const bool is_webhook = delivery.channel == DeliveryChannel::webhook;
    if (is_webhook && pace_.free_at(endpoint, now) > now) return false;
    if (!is_webhook && letters_under_way_ >= limits::letters_at_once) return false;
    under_way_.insert(id);
    if (is_webhook) {
        pace_.begin(endpoint);
    } else {
        ++letters_under_way_;
    }
    const auto ended = [this, id, endpoint, is_webhook] {
        under_way_.erase(id);
        if (is_webhook) {
            pace_.end(endpoint);
        } else {
            --letters_under_way_;
        }
        courier_wake_.set();
    };
    if (ports_.gate.spawn("deliver", deliver(std::move(delivery)), ended)) return true;
    ended();
    return false;
}

Task<> App::make_room(std::vector<domain::Aggregate> waiting) {
    for (auto& record : waiting) {
        auto delivery = std::get<domain::Delivery>(std::move(record));
        const auto now = ports_.clock.now();
        const bool is_webhook = delivery.channel == DeliveryChannel::webhook;
        if (under_way_.contains(delivery.id) || !is_webhook) continue;
        domain::postpone(
            delivery, pace_.free_at(delivery.endpoint_id, now) + limits::endpoint_rest_min
        );
        co_await store_delivery(std::move(delivery));
    }
}

Task<> App::deliver(domain::Delivery delivery) {
    const bool is_its_turn = co_await is_turn_of(delivery);
    if (!is_its_turn) co_return;
    if (delivery.channel == DeliveryChannel::webhook) {
        co_await deliver_webhook(std::move(delivery));
    } else {
        co_await deliver_mail(std::move(delivery));
    }
}

/// Returns whether the event before it was delivered or given up; else it is looked at again later.
Task<bool> App::is_turn_of(domain::Delivery delivery) {
    if (!delivery.after) co_return true;
    const auto before =
        co_await ports::load_as<domain::Delivery>(ports_.store, delivery.after->raw());
    const bool is_waiting = before && *before && (*before)->state == domain::DeliveryState::pending;
    if (before && !is_waiting) co_return true;
    const auto now = ports_.clock.now();
    auto next = now;
    if (is_waiting) next = std::max(next, (*before)->meta.next_at.value_or(now));
    domain::postpone(delivery, next + limits::delivery_gap);
    co_await store_delivery(std::move(delivery));
    co_return false;
}

Task<> App::deliver_webhook(domain::Delivery delivery) {
    const auto book = co_await endpoints_now();
    if (!book) {
        domain::postpone(delivery, ports_.clock.now() + limits::delivery_lease);
        co_await store_delivery(std::move(delivery));
        co_return;
    }
    const auto* found = domain::find_endpoint(*book, delivery.endpoint_id);
    if (found == nullptr || found->disabled_at || ports_.endpoint_client == nullptr) {
        co_await end_delivery(std::move(delivery), "the endpoint is disabled or removed");
        co_return;
    }
    const auto endpoint = *found;
    auto claimed = co_await claim_delivery(std::move(delivery));
    if (!claimed) co_return;

    const auto now = ports_.clock.now();
    const SignedMessage message{
        event_name(claimed->payment_id, claimed->event_number), now, claimed->body};
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = endpoint.url;
    request.headers = sign_message(ports_.ids, message, domain::signing_secrets(endpoint, now));
    request.body = claimed->body;
    request.send_by = now + limits::delivery_deadline;
    GYEOL_POINT("delivery.before_send");
    const auto exchanged = co_await ports_.endpoint_client->exchange(
        std::move(request), now + limits::delivery_deadline
    );
    GYEOL_POINT("delivery.after_send");
    auto outcome = outcome_of(exchanged);
    if (is_in_trouble(outcome)) {
        pace_.count_failure(claimed->endpoint_id, ports_.clock.now());
    } else {
        pace_.count_success(claimed->endpoint_id);
    }
    if (outcome.kind == DeliveryOutcome::Kind::refused) {
        co_await disable_gone_endpoint(claimed->endpoint_id);
    }
    co_await settle_delivery(std::move(*claimed), std::move(outcome));
}

Task<> App::deliver_mail(domain::Delivery delivery) {
    const auto letter = co_await make_letter(delivery);
    if (!letter) {
        domain::postpone(delivery, ports_.clock.now() + limits::delivery_lease);
        co_await store_delivery(std::move(delivery));
        co_return;
    }
    if (!*letter || ports_.mailer == nullptr) {
        co_await end_delivery(
            std::move(delivery), "there is nobody to write to, or nothing to tell"
        );
        co_return;
    }
    auto claimed = co_await claim_delivery(std::move(delivery));
    if (!claimed) co_return;
    GYEOL_POINT("delivery.before_send");
    auto mailed =
        co_await ports_.mailer->send(**letter, ports_.clock.now() + limits::delivery_deadline);
    GYEOL_POINT("delivery.after_send");
    co_await settle_delivery(std::move(*claimed), outcome_of(std::move(mailed)));
}

/// Returns none when there is nothing to tell any more: a receipt is for money that is here.
Task<Result<std::optional<ports::Letter>>> App::make_letter(domain::Delivery delivery) {
    const auto payment =
        co_await ports::load_as<domain::Payment>(ports_.store, delivery.payment_id.raw());
    if (!payment) co_return payment.error();
    if (!*payment) co_return std::optional<ports::Letter>();
    if (delivery.channel == DeliveryChannel::alert) {
        if (settings_.administrator.empty()) co_return std::optional<ports::Letter>();
        co_return std::optional(write_alert(**payment, settings_.administrator, delivery));
    }
    if (!is_paid(**payment)) co_return std::optional<ports::Letter>();
    const auto buyer =
        co_await ports::load_as<domain::User>(ports_.store, (*payment)->user_id.raw());
    if (!buyer) co_return buyer.error();
    if (!*buyer) co_return std::optional<ports::Letter>();
    co_return std::optional(write_receipt(**payment, **buyer, delivery));
}

Task<std::optional<domain::Delivery>> App::claim_delivery(domain::Delivery delivery) {
    const auto version = delivery.meta.version;
    domain::begin_try(delivery, ports_.clock.now());
    auto committed = co_await commit(std::move(delivery), version);
    if (!committed) {
        co_await leave_delivery(committed.error());
        co_return std::nullopt;
    }
    // Another node or a replay was faster.
    if (committed->state != State::done) co_return std::nullopt;
    co_return std::get<domain::Delivery>(std::move(*committed->stored));
}

Task<> App::settle_delivery(domain::Delivery delivery, domain::DeliveryOutcome outcome) {
    const auto random = ports_.ids.random_bytes(1);
    const auto jitter = static_cast<std::uint8_t>(random.front());
    domain::settle_try(delivery, outcome, jitter, ports_.clock.now());
    if (delivery.state == domain::DeliveryState::given_up) {
        note(
            NoteLevel::warning,
            "delivery.given_up",
            {{"id", delivery.id.hex()},
             {"channel", std::string(word(delivery.channel))},
             {"event", delivery.event_type},
             {"why", outcome.detail}}
        );
    }
    co_await store_delivery(std::move(delivery));
}

Task<> App::end_delivery(domain::Delivery delivery, std::string why) {
    domain::give_up(delivery, std::move(why), ports_.clock.now());
    co_await store_delivery(std::move(delivery));
}

Task<> App::store_delivery(domain::Delivery delivery) {
    const auto version = delivery.meta.version;
    const auto committed = co_await commit(std::move(delivery), version);
    if (!committed) {
        co_await leave_delivery(committed.error());
    }
}

Task<> App::leave_delivery(Error why) {
    note(NoteLevel::warning, "delivery.left", {{"why", why.reason}});
    // It stays due, and under way until the end of this pause: a store that takes no writes is not asked
    // without end.
    co_await ports::sleep_until(ports_.clock, ports_.clock.now() + limits::due_interval);
}

}  // namespace gyeol::app
