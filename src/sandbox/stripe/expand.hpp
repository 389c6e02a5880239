// `expand[]`: puts whole objects where an answer holds their ids.
#pragma once

#include "sandbox/stripe/answer.hpp"
#include "sandbox/stripe/books.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::stripe {

/// Returns the 400 for a path that is too deep or names what is no other object, none when all can be
/// expanded in answers of the kind `object`, or in lists of it.
std::optional<Answer> find_expand_refusal(
    std::string_view object, const std::vector<std::string>& paths
);

/// Expands `body` by `paths` such as `latest_charge.balance_transaction`, or `data.customer` in a list.
void expand(const Books& books, boost::json::object& body, const std::vector<std::string>& paths);

}  // namespace gyeol::sandbox::stripe
