// What is sent to Stripe: forms, and the few texts around them. Pure; what comes back is read in
// stripe_wire.hpp.
#pragma once

#include "base/secret.hpp"
#include "domain/money.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gyeol::providers::stripe {

/// The version that every request names, and that webhook endpoints are made with.
constexpr std::string_view api_version = "2026-10-28.endive";

/// Names and values of a form in their order; names carry their brackets: `metadata[orderId]`.
using Form = std::vector<std::pair<std::string, std::string>>;

/// Returns `form` as `application/x-www-form-urlencoded`, brackets of names included.
std::string write_form(const Form& form);

/// What a new intent is made of. All of it is frozen with the attempt, since a repeat under the same
/// idempotency key must be the same request.
struct NewIntent {
    std::string order_id;  // Goes into `metadata[orderId]`, by which the intent is found again.
    std::string order_name;
    domain::Money amount;
};

std::string write_create(const NewIntent& intent);

/// Writes the cancel of an intent that nobody may pay any more.
std::string write_cancel();

/// What is given back of which intent.
struct Return {
    std::string payment_intent;
    std::string order_id;
    int number = 0;  // Goes into `metadata[refundNumber]`, by which the refund is found again.
    domain::Money amount;
};

std::string write_refund(const Return& refund);

/// Returns path and query that ask for an intent with its latest charge. Requires `is_intent_id`.
std::string write_question(std::string_view intent_id);

/// Return path and query that list what was given back of an intent, and what is disputed. Require
/// `is_intent_id`.
std::string write_refunds_question(std::string_view intent_id);
std::string write_disputes_question(std::string_view intent_id);

/// Returns the value of the `Authorization` header.
std::string write_authorization(const Secret& secret_key);

}  // namespace gyeol::providers::stripe
