// Payment methods: made from test ids, test numbers or a wallet's word, attached to a customer for good
// or used once.
//
//     POST /v1/payment_methods                GET  /v1/payment_methods
//     GET  /v1/payment_methods/{id}           POST /v1/payment_methods/{id}
//     POST /v1/payment_methods/{id}/attach    POST /v1/payment_methods/{id}/detach
#pragma once

#include "sandbox/stripe/call.hpp"
#include "sandbox/stripe/test_cards.hpp"

#include <optional>

namespace gyeol::sandbox::stripe {

/// Returns the method that the parameter `name` names; a test id such as `pm_card_visa` makes a new one.
/// Refuses in the call's parameters what names nothing. Null when the parameter was not given.
Thing* resolve_method(Call& call, std::string_view name);

/// Makes the method that `prefix[type]`, `prefix[card][...]` and `prefix[billing_details][...]` describe; with
/// an empty prefix the call's own parameters do. Returns null with a refusal when they describe none.
Thing* make_method(Call& call, const std::string& prefix);

/// Returns the test card behind a method of type `card`.
const TestCard& card_of(const Thing& method);

/// Returns why the method cannot be attached to `customer`, none when it can: it was used or detached, is
/// another customer's, or its card declines when it is saved.
std::optional<Answer> find_attach_refusal(const Thing& method, const std::string& customer);

/// Attaches without asking again. Does nothing when it is attached already.
void attach(World& world, Thing& method, const std::string& customer, Instant now);

/// Ends the method for good.
void detach(World& world, Thing& method, Instant now);

Answer create_payment_method(Call& call);
Answer get_payment_method(Call& call);
Answer update_payment_method(Call& call);
Answer list_payment_methods(Call& call);
Answer attach_payment_method(Call& call);
Answer detach_payment_method(Call& call);

}  // namespace gyeol::sandbox::stripe
