// A webhook came: store it, acknowledge it, and only then ask the provider whether it is true.
#include "app/app.hpp"
#include "app/checkout_token.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"
#include "base/secret.hpp"
#include "base/test_point.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::app {
namespace {

using State = ports::Committed::State;

/// Returns whether a deposit callback knows the secret that only the account's issuing told us. Where
/// that secret was lost with an answer there is nothing to compare with: then only asking helps.
bool knows_secret(const domain::ProviderNotice& notice, const domain::Payment& payment) {
    if (notice.event_type != "DEPOSIT_CALLBACK" || payment.deposit_secret.empty()) return true;
    return equal_in_constant_time(notice.secret, payment.deposit_secret.reveal());
}

/// Returns `item` to be looked at again, since the provider could not be asked about it.
domain::InboxItem looked_in_vain(domain::InboxItem item, Instant now) {
    item.meta.next_at = domain::next_inbox_look(item.tries, now);
    ++item.tries;
    return item;
}

}  // namespace

Task<Done> App::receive_webhook(
    domain::ProviderName provider_name, std::vector<ports::HttpHeader> headers, std::string body
) {
    const auto* provider = find_provider(provider_name);
    if (provider == nullptr)
        co_return Error{ErrorCode::not_found, "not_found", "No such webhook here.", {}, {}};
    auto notice = provider->read_webhook(headers, body);
    if (!notice) co_return notice.error();

    const auto now = ports_.clock.now();
    domain::InboxItem item;
    item.id =
        domain::InboxId(ports::derive_id(ports_.ids, domain::identity_of(provider_name, *notice)));
    item.provider = provider_name;
    item.notice = std::move(*notice);
    item.body = std::move(body);
    item.received_at = now;
    item.meta.next_at = now;

    const auto committed = co_await commit(std::move(item), std::nullopt);
    if (!committed) co_return committed.error();
    if (committed->state == State::done) {
        // Acknowledged from here on: should we die now, the stored item is due at once.
        const auto stored = std::get<domain::InboxItem>(*committed->stored);
        ports_.gate.spawn("act_on_webhook", act_on_webhook(stored));
    }
    co_return Done{};
}

Task<> App::act_on_webhook(domain::InboxItem item) {
    GYEOL_POINT("webhook.after_stored");
    const auto version = item.meta.version;
    auto looked = co_await name_order(item);
    if (looked) {
        looked = co_await look_into_webhook(std::move(*looked));
    } else if (looked.error().code == ErrorCode::unavailable) {
        looked = looked_in_vain(std::move(item), ports_.clock.now());
    }
    if (!looked) {
        note(NoteLevel::warning, "webhook.left", {{"why", looked.error().reason}});
        co_return;
    }
    GYEOL_POINT("webhook.before_done");
    const auto committed = co_await commit(*looked, version);
    if (!committed) note(NoteLevel::warning, "webhook.left", {{"why", committed.error().reason}});
}

Task<Result<domain::InboxItem>> App::name_order(domain::InboxItem item) {
    // A dispute names its payment by the provider's key alone.
    if (!item.notice.order_id.empty() || item.notice.payment_key.empty()) co_return item;
    auto* provider = find_provider(item.provider);
    if (provider == nullptr) co_return item;
    auto found = co_await provider->find_order_id(item.notice.payment_key);
    if (!found) co_return found.error();
    item.notice.order_id = std::move(*found);
    co_return item;
}

Task<Result<domain::InboxItem>> App::look_into_webhook(domain::InboxItem item) {
    item.meta.next_at.reset();
    const auto& notice = item.notice;
    const auto id = payment_id_of(ports_.ids, notice.order_id);
    const auto loaded = co_await ports::load_as<domain::Payment>(ports_.store, id.raw());
    if (!loaded) co_return loaded.error();
    if (!*loaded || (*loaded)->order_id != notice.order_id) {
        item.state = domain::InboxItem::State::ignored;
        co_return item;
    }
    if (!knows_secret(notice, **loaded)) {
        note(NoteLevel::warning, "webhook.wrong_secret", {{"orderId", notice.order_id}});
        item.state = domain::InboxItem::State::ignored;
        co_return item;
    }
    co_return co_await ask_for_webhook(std::move(item), id);
}

Task<domain::InboxItem> App::ask_for_webhook(domain::InboxItem item, domain::PaymentId id) {
    // Let the attempt under way end first: its answer is on the way, and a second ask tells no more.
    const auto patience_ends = ports_.clock.now() + limits::provider_deadline;
    while (open_work_.contains(id) && ports_.clock.now() < patience_ends) {
        const auto signal = open_work_.find(id)->second.ended;
        co_await ports::wait_for(ports_.clock, signal, patience_ends);
    }
    if (hint_limit_.is_answered(id, item.received_at)) {
        item.state = domain::InboxItem::State::done;
        co_return item;
    }
    const auto now = ports_.clock.now();
    const auto free_at = hint_limit_.free_at(id, now);
    if (free_at > now || open_work_.contains(id)) {
        // Anybody can send hints: this one waits, and is answered together with those that come meanwhile.
        item.meta.next_at = std::max(free_at, now + limits::hint_ask_interval);
        co_return item;
    }
    hint_limit_.count_ask(id, now);
    const ports::Signal answered;
    const auto ended = open_work(id, false)->second.ended;
    if (!ports_.gate.spawn("ask_payment", ask_in_background(id, answered), [this, id] {
            end_work(id);
        })) {
        end_work(id);
        item.meta.next_at = now + limits::hint_ask_interval;
        co_return item;
    }
    co_await ports::wait_for(ports_.clock, ended, now + limits::drain_within);
    if (answered.is_set()) {
        hint_limit_.remember_answer(id, now);
        item.state = domain::InboxItem::State::done;
    } else {
        item = looked_in_vain(std::move(item), ports_.clock.now());
    }
    co_return item;
}

}  // namespace gyeol::app
