// What was told to whom, and telling it again.
#include "app/app.hpp"
#include "app/refusals.hpp"
#include "base/limits.hpp"

#include <utility>

namespace gyeol::app {
namespace {

using State = ports::Committed::State;

Error delivery_not_found() {
    return Error{ErrorCode::not_found, "delivery_not_found", "There is no such delivery.", {}, {}};
}

Error endpoint_disabled() {
    return Error{
        ErrorCode::conflict,
        "endpoint_disabled",
        "Its endpoint is disabled or removed. Enable it first.",
        {},
        {}};
}

}  // namespace

Task<Result<ports::DeliveryPage>> App::list_deliveries(
    domain::User caller,
    std::optional<domain::DeliveryState> state,
    std::optional<ports::PageCursor> after,
    std::size_t count
) {
    if (!domain::is_operator(caller)) co_return operators_only();
    co_return co_await ports_.store.list_deliveries(state, after, count);
}

Task<Result<domain::Delivery>> App::replay_delivery(domain::User caller, domain::DeliveryId id) {
    if (!domain::is_operator(caller)) co_return operators_only();
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        auto loaded = co_await ports::load_as<domain::Delivery>(ports_.store, id.raw());
        if (!loaded) co_return loaded.error();
        if (!*loaded) co_return delivery_not_found();
        auto delivery = std::move(**loaded);
        if (delivery.channel == domain::DeliveryChannel::webhook) {
            const auto book = co_await load_book();
            if (!book) co_return book.error();
            const auto* endpoint = domain::find_endpoint(*book, delivery.endpoint_id);
            if (endpoint == nullptr || endpoint->disabled_at) co_return endpoint_disabled();
        }
        const auto version = delivery.meta.version;
        domain::replay(delivery, ports_.clock.now());
        auto committed = co_await commit(std::move(delivery), version);
        if (!committed) co_return committed.error();
        if (committed->state != State::done) continue;
        courier_wake_.set();
        co_return std::get<domain::Delivery>(std::move(*committed->stored));
    }
    co_return Error{
        ErrorCode::conflict, "busy", "The delivery is being made right now. Try again.", {}, {}};
}

}  // namespace gyeol::app
