// What a buyer sees of their own payments.
#include "app/app.hpp"
#include "app/checkout_token.hpp"
#include "app/refusals.hpp"

#include <utility>

namespace gyeol::app {
Task<Result<domain::Payment>> App::read_payment(domain::UserId owner, domain::PaymentId id) {
    auto loaded = co_await ports::load_as<domain::Payment>(ports_.store, id.raw());
    if (!loaded) co_return loaded.error();
    if (!*loaded || (*loaded)->user_id != owner) co_return payment_not_found();
    co_return std::move(**loaded);
}

Task<Result<ports::PaymentPage>> App::list_payments(
    domain::UserId owner, std::optional<ports::PageCursor> after, std::size_t count
) {
    return ports_.store.list_payments({.user_id = owner, .status = std::nullopt}, after, count);
}

Task<Result<Checkout>> App::read_checkout(std::string token) {
    if (!is_checkout_token(token)) co_return payment_not_found();
    const auto order_id = order_id_of(ports_.ids, token);
    auto loaded = co_await ports::load_as<domain::Payment>(
        ports_.store, payment_id_of(ports_.ids, order_id).raw()
    );
    if (!loaded) co_return loaded.error();
    if (!*loaded || (*loaded)->order_id != order_id) co_return payment_not_found();
    co_return make_checkout(std::move(**loaded), std::move(token));
}

}  // namespace gyeol::app
