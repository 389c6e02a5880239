// What Kakao Pay answers about a payment, member by member.
#pragma once

#include "base/json.hpp"
#include "sandbox/kakaopay/model.hpp"

namespace gyeol::sandbox::kakaopay {

/// Returns `instant` as all answers write times: Korean wall clock, whole seconds, no zone.
std::string write_local_time(Instant instant);

/// Returns the status as `order` reports it at `now`.
Status reported_status(const Payment& payment, const Options& options, Instant now);

/// The answer of ready: the tid and the pages.
boost::json::object write_prepared(const Payment& payment, const Options& options);

/// The answer of approve and of a charge; `action` is what it did.
boost::json::object write_approved(
    const Payment& payment, const Action& action, const Options& options
);

/// The answer of cancel; `action` is what it did.
boost::json::object write_canceled(
    const Payment& payment, const Action& action, const Options& options
);

/// The answer of order at `now`.
boost::json::object write_order(const Payment& payment, const Options& options, Instant now);

/// The answer of the end of a key, and with `in_full` that of a question about it.
boost::json::object write_key(const RecurringKey& key, const Options& options, bool in_full);

}  // namespace gyeol::sandbox::kakaopay
