// How a payment intent is written: whole for the merchant, reduced for the browser.
#pragma once

#include "sandbox/stripe/currency.hpp"
#include "sandbox/stripe/world.hpp"

#include <string>
#include <vector>

namespace gyeol::sandbox::stripe {

/// Returns the object of a new intent that nothing is known about but its amount.
boost::json::object blank_payment_intent(World& world, const Amount& amount, Instant now);

/// Returns what a publishable key is shown of a payment intent or a setup intent.
boost::json::object reduce_intent(const boost::json::object& intent);

/// Returns which methods are offered: cards, and the Korean ones in won.
std::vector<std::string_view> offered_methods(std::string_view currency);

}  // namespace gyeol::sandbox::stripe
