// A second, simpler opinion: compares the provider's own books with ours and names every difference.
#pragma once

#include "support/shop.hpp"

#include <string>
#include <vector>

namespace gyeol::test {

/// Returns one sentence for every broken promise, empty when all hold, of everything `shop` ever sold:
///
/// - what the provider took and kept is exactly what our completed payments say, order by order;
/// - no order is captured twice;
/// - nothing is left open: no `processing`, no `unknown`, no webhook unread, no event undelivered, no delivery
///   waiting;
/// - every event of a payment was told, in order and without a hole;
/// - of one purchase, at most one payment holds money that was not given back.
std::vector<std::string> audit(Shop& shop);

}  // namespace gyeol::test
