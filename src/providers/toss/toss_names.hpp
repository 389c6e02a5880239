// The names that Toss Payments writes in Korean or in numbers: means of payment and banks.
#pragma once

#include "domain/words.hpp"

#include <string>
#include <string_view>

namespace gyeol::providers::toss {

/// Returns the means of payment of Toss's Korean word (`카드`), `unselected` for one that is not known.
domain::PaymentMethod method_of(std::string_view literal);

/// Returns the bank's Korean name for a two-character code; a code that is not known, as it came.
std::string bank_name(std::string_view bank_code);

}  // namespace gyeol::providers::toss
