// How our objects and refusals look on the wire: field names camelCase, words snake_case, amounts whole
// minor units, times RFC 3339 UTC. docs/openapi.json describes the same shapes.
#pragma once

#include "app/app.hpp"
#include "base/result.hpp"
#include "domain/payment.hpp"
#include "domain/plan.hpp"
#include "domain/user.hpp"
#include "http/message.hpp"
#include "http/site.hpp"
#include "ports/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::http {

/// Returns the HTTP status of `code`. The only place where this is decided.
int status_of(ErrorCode code);

/// Writes `error` as problem+json.
Response write_error(const Error& error, std::string_view request_id);

/// Returns the answer `status` with a finished JSON text.
Response write_json(int status, std::string json);

std::string write_user(const domain::User& user);
std::string write_signed_in(const app::SignedIn& signed_in);
std::string write_plans(const domain::Catalogue& catalogue);
std::string write_payment(const domain::Payment& payment);

/// The payment with `checkout`, what its browser does next.
std::string write_started(const app::Checkout& checkout);

/// What the holder of a checkout token sees.
std::string write_checkout(const app::Checkout& checkout, const Site& site);
std::string write_payments(const ports::PaymentPage& page);
std::string write_endpoint(const domain::Endpoint& endpoint);

/// As `write_endpoint`, with its secret.
std::string write_endpoint_and_secret(const domain::Endpoint& endpoint);
std::string write_endpoints(const std::vector<domain::Endpoint>& endpoints);
std::string write_delivery(const domain::Delivery& delivery);
std::string write_deliveries(const ports::DeliveryPage& page);
std::string write_config(const app::App& app, const Site& site);

/// The providers that can be paid in `currency`, all of them when it is none.
std::string write_methods(const app::App& app, std::optional<domain::Currency> currency);

/// Page cursors as texts that mean nothing to the caller.
std::string write_cursor(const ports::PageCursor& cursor);
Result<ports::PageCursor> parse_cursor(std::string_view text);

}  // namespace gyeol::http
