// What one call answers, and the provider's error envelope.
#pragma once

#include "base/json.hpp"
#include "sandbox/fault.hpp"

#include <string>
#include <string_view>

namespace gyeol::sandbox::stripe {

struct Answer {
    int status = 200;
    boost::json::object body;
};

/// One error as the envelope carries it; empty members are left out.
struct Refusal {
    std::string_view code;
    std::string message;
    std::string param;
    std::string_view decline_code;
};

/// Returns a 400 `invalid_request_error`: the request is wrong, or the object is in another state.
Answer refuse(const Refusal& refusal);

/// As `refuse`, with another status.
Answer refuse(int status, const Refusal& refusal);

/// Returns the error object of a `card_error`, as a 402 and `last_payment_error` carry it.
boost::json::object write_card_error(const Refusal& refusal);

/// Wraps an error object: `{"error": {...}}`.
Answer answer_error(int status, boost::json::object error);

/// Returns the 404 for an id in a path that names nothing.
Answer no_such(std::string_view object, const std::string& id);

/// Returns the 400 for an id in the parameter `param` that names nothing.
Answer no_such(std::string_view object, const std::string& id, const std::string& param);

}  // namespace gyeol::sandbox::stripe
