// The calls of the API: method and path, and what answers them.
#pragma once

#include "sandbox/stripe/call.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::stripe {

/// What a call does, for scripts and counts. The rest of the API is `other`.
enum class Operation : std::uint8_t {
    create_payment_intent,
    get_payment_intent,
    update_payment_intent,
    confirm_payment_intent,
    capture_payment_intent,
    cancel_payment_intent,
    list_payment_intents,
    create_refund,
    get_refund,
    list_refunds,
    create_customer,
    create_setup_intent,
    attach_payment_method,
    get_charge,
    list_events,
    browser,
    other,
};

std::string_view word(Operation operation);

struct Route {
    ports::HttpMethod method = ports::HttpMethod::get;
    std::string_view path;  // Behind `/v1/`; `*` stands for an id.
    Answer (*answer)(Call& call) = nullptr;
    Operation operation = Operation::other;
    bool is_for_browsers = false;  // A publishable key may call it.
};

struct Matched {
    const Route* route = nullptr;  // Null when nothing answers there.
    std::string id;
    std::string second_id;
};

/// Returns the kind of object that `route` answers, such as `charge` or `list charge`.
std::string kind_of(const Route& route);

/// Finds the route of a path that was split at its slashes, `v1` included.
Matched find_route(ports::HttpMethod method, const std::vector<std::string>& path);

}  // namespace gyeol::sandbox::stripe
