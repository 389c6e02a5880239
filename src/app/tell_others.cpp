// A payment's events become deliveries: one for each endpoint and e-mail, with an id that only this event
// to this place can have. Only then may the event leave its payment.
#include "app/app.hpp"
#include "app/webhook_message.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/test_point.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::app {

using domain::DeliveryChannel;

void App::hand_on(const domain::Payment& payment) {
    event_desk_.deliver(payment);
    post(payment);
}

bool App::tells_nobody() const {
    if (ports_.mailer != nullptr) return false;
    if (ports_.endpoint_client == nullptr) return true;
    const bool is_known =
        book_ && ports_.clock.now() < book_read_at_ + limits::endpoints_kept_in_mind;
    return is_known && book_->endpoints.empty();
}

void App::post(const domain::Payment& payment) {
    const auto& events = payment.meta.events;
    if (events.empty() || events.back().number <= event_desk_.posted(payment.id)) return;
    const auto is_booked = [](const domain::Event& event) { return event.ledger_entry != 0; };
    const bool moves_money = std::any_of(events.begin(), events.end(), is_booked);
    if (tells_nobody() && !moves_money)
        return event_desk_.mark_posted(payment.id, events.back().number);
    const auto [place, is_new] = postings_.try_emplace(payment.id);
    place->second.payment = payment;
    if (!is_new) return;
    const auto id = payment.id;
    // Closed: the events stay in their payment, and the next start finds it due.
    if (!ports_.gate.spawn("post_events", post_events(id), [this, id] { end_posting(id); }))
        postings_.erase(id);
}

void App::end_posting(domain::PaymentId id) {
    auto posting = postings_.extract(id);
    posting.mapped().ended.set();
    if (posting.mapped().payment) post(*posting.mapped().payment);
}

Task<> App::wait_until_posted(domain::PaymentId id) {
    const auto found = postings_.find(id);
    if (found == postings_.end()) co_return;
    const auto ended = found->second.ended;
    co_await ports::wait_for(ports_.clock, ended, ports_.clock.now() + limits::drain_within);
}

Task<> App::post_events(domain::PaymentId id) {
    while (auto payment = std::exchange(postings_.at(id).payment, std::nullopt)) {
        const auto posted = co_await post_all(std::move(*payment));
        if (posted) continue;
        // The reconciler comes back to it; the pause keeps it from doing so without end.
        note(NoteLevel::warning, "outbox.left", {{"why", posted.error().reason}});
        postings_.at(id).payment.reset();
        co_await ports::sleep_until(ports_.clock, ports_.clock.now() + limits::due_interval);
        co_return;
    }
}

Task<Done> App::post_all(domain::Payment payment) {
    const auto book = co_await endpoints_now();
    if (!book) co_return book.error();
    for (std::size_t at = 0; at < payment.meta.events.size(); ++at) {
        const auto number = payment.meta.events[at].number;
        if (number <= event_desk_.posted(payment.id)) continue;
        const auto posted = co_await post_event(news_of(payment, at, *book));
        if (!posted) co_return posted.error();
        event_desk_.mark_posted(payment.id, number);
    }
    courier_wake_.set();
    co_return Done();
}

News App::news_of(const domain::Payment& payment, std::size_t at, const domain::EndpointBook& book)
    const {
    const auto& event = payment.meta.events[at];
    News news;
    news.entry = domain::entry_of(payment, event);
    if (news.entry) {
        const auto identity = domain::identity_of_entry(payment.id, news.entry->number);
        news.entry->id = domain::LedgerEntryId(ports::derive_id(ports_.ids, identity));
    }
    if (event.type == domain::booked_event) return news;  // Nobody's news but the ledger's.
    for (const auto& endpoint : book.endpoints) {
        if (ports_.endpoint_client == nullptr || !wants(endpoint, event.type)) continue;
        auto made_of = delivery_of(payment.id, event, DeliveryChannel::webhook, endpoint.id);
        made_of.body = write_event(payment, event);
        news.deliveries.push_back(std::move(made_of));
    }
    const auto channel = domain::mail_about(event.type);
    if (!channel || ports_.mailer == nullptr) return news;
    // A discrepant payment grants nothing, so there is nothing to thank for.
    if (*channel == DeliveryChannel::receipt && payment.discrepant) return news;
    news.deliveries.push_back(delivery_of(payment.id, event, *channel, {}));
    return news;
}

domain::NewDelivery App::delivery_of(
    domain::PaymentId payment_id,
    const domain::Event& event,
    domain::DeliveryChannel channel,
    domain::EndpointId endpoint_id
) const {
    domain::NewDelivery made_of;
    made_of.id = delivery_id(channel, endpoint_id, payment_id, event.number);
    made_of.channel = channel;
    made_of.endpoint_id = endpoint_id;
    made_of.payment_id = payment_id;
    made_of.event = event;
    return made_of;
}

Task<Done> App::post_event(News news) {
    if (news.entry) {
        GYEOL_POINT("ledger.before_copy");
        const auto committed = co_await commit(std::move(*news.entry), std::nullopt);
        GYEOL_POINT("ledger.after_copy");
        // "Exists" is as good: somebody copied the same entry before.
        if (!committed) co_return committed.error();
    }
    for (auto& made_of : news.deliveries) {
        if (made_of.channel == DeliveryChannel::alert && !may_alert(made_of.event.type)) continue;
        if (made_of.channel == DeliveryChannel::webhook) {
            const auto before = co_await find_delivery_before(
                made_of.endpoint_id, made_of.payment_id, made_of.event.number
            );
            if (!before) co_return before.error();
            made_of.after = *before;
        }
        const auto created = co_await create_delivery(std::move(made_of));
        if (!created) co_return created.error();
    }
    co_return Done();
}

Task<Done> App::create_delivery(domain::NewDelivery made_of) {
    auto delivery = domain::begin_delivery(std::move(made_of), ports_.clock.now());
    GYEOL_POINT("outbox.before_post");
    const auto committed = co_await commit(std::move(delivery), std::nullopt);
    GYEOL_POINT("outbox.after_post");
    // "Exists" is as good: somebody posted the same event before.
    if (!committed) co_return committed.error();
    co_return Done();
}

Task<Result<std::optional<domain::DeliveryId>>> App::find_delivery_before(
    domain::EndpointId endpoint_id, domain::PaymentId payment_id, std::uint64_t number
) {
    // Numbers that this endpoint did not want have no delivery; a payment has a dozen events at most.
    for (auto before = number; before > 1; --before) {
        const auto id = delivery_id(DeliveryChannel::webhook, endpoint_id, payment_id, before - 1);
        const auto loaded = co_await ports::load_as<domain::Delivery>(ports_.store, id.raw());
        if (!loaded) co_return loaded.error();
        if (*loaded) co_return std::optional(id);
    }
    co_return std::optional<domain::DeliveryId>();
}

domain::DeliveryId App::delivery_id(
    domain::DeliveryChannel channel,
    domain::EndpointId endpoint_id,
    domain::PaymentId payment_id,
    std::uint64_t number
) const {
    const auto identity = domain::identity_of(channel, endpoint_id, payment_id, number);
    return domain::DeliveryId(ports::derive_id(ports_.ids, identity));
}

bool App::may_alert(std::string_view event_type) {
    if (settings_.administrator.empty()) return false;
    // Only buyers' declines can come in masses; what needs a person is always told.
    if (event_type != "payment.failed") return true;
    const auto now = ports_.clock.now();
    if (now >= alerts_since_ + std::chrono::hours(1)) {
        alerts_since_ = now;
        alerts_ = 0;
    }
    if (++alerts_ <= limits::alerts_per_hour) return true;
    note(NoteLevel::warning, "alert.held_back");
    return false;
}

}  // namespace gyeol::app
