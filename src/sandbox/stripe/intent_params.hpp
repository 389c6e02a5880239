// The parameters that payment intents and setup intents read alike.
#pragma once

#include "sandbox/stripe/attempt.hpp"
#include "sandbox/stripe/call.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::stripe {

/// Refuses `payment_method_types`, which nobody may send any more.
void refuse_method_types(Params& params);

/// Reads which methods the intent takes into `intent`: `automatic_payment_methods`, `allowed_...` or
/// `excluded_payment_method_types`.
void read_method_choice(Params& params, boost::json::object& intent, std::string_view currency);

/// Reads how a confirm is asked for.
Confirmation read_confirmation(Params& params);

/// Returns the method to confirm with: the one sent, the one described, else the intent's own. Null without a
/// refusal when there is none at all.
Thing* find_method(Call& call, const boost::json::object& intent);

/// Returns why `method` cannot be used by an intent of `customer`.
std::optional<Answer> find_use_refusal(const Thing& method, const std::string& customer);

/// Returns the 400 for a server-side confirm that could redirect and says not where to.
std::optional<Answer> find_return_refusal(
    const Call& call, const boost::json::object& intent, const Confirmation& confirmation
);

/// Returns why the call may not touch the intent: a publishable key without the intent's own secret.
std::optional<Answer> find_secret_refusal(const Call& call, const Thing& intent);

/// Returns `answer` as the caller may see it: reduced for a publishable key.
Answer shown_to_caller(const Call& call, Answer answer);

/// Parameters of a confirm, for `Params::allow`.
const std::vector<std::string_view>& confirmation_names();

}  // namespace gyeol::sandbox::stripe
