// One call of the API after its key, its body and its merchant code were found to be right.
#pragma once

#include "base/json.hpp"
#include "base/time.hpp"
#include "sandbox/kakaopay/answer.hpp"
#include "sandbox/kakaopay/options.hpp"
#include "sandbox/kakaopay/world.hpp"

#include <optional>

namespace gyeol::sandbox::kakaopay {

struct Call {
    Cid cid;
    const boost::json::object& body;
    Instant now;
    /// A test wants the means of payment to say no, once everything else was found to be right.
    std::optional<Refusal> decline;
    Millis takes{0};  // How long the answer is on its way.
};

/// The seven operations. Each answers one call; guards run in the order of the comments.

/// Members, amounts for this merchant code, return addresses.
Answer ready(World& world, const Call& call);

/// Members, tid, another approve under way, then `Options::approve_checks` in their order, then the
/// chosen decline.
Answer approve(World& world, const Call& call);

/// Members, tid, another cancel under way, state, amounts, then the chosen decline.
Answer cancel(World& world, const Call& call);

Answer show_order(World& world, const Call& call);

/// Members, merchant code, key known, key active, buyer, monthly limit, then the chosen decline. The same
/// order id is charged again.
Answer charge(World& world, const Call& call);

Answer end_key(World& world, const Call& call);
Answer show_key(World& world, const Call& call);

}  // namespace gyeol::sandbox::kakaopay
