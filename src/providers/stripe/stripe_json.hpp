// Members that Stripe's objects have in common, read leniently: what is missing or of another type is none.
#pragma once

#include "base/json.hpp"
#include "base/time.hpp"
#include "domain/money.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::providers::stripe {

/// Returns whether `letter` may stand in a code or an id.
bool is_word_letter(char letter);

/// Returns whether `text` is a code or an id, fit for a note.
bool is_word(std::string_view text);

std::optional<domain::Currency> find_currency(const boost::json::object& from);

/// Returns the amount `name`, none when it is negative or beyond all limits.
std::optional<domain::Money> find_money(
    const boost::json::object& from, std::string_view name, domain::Currency currency
);

/// Returns the instant `name`, which Stripe writes in whole seconds.
std::optional<Instant> find_instant(const boost::json::object& from, std::string_view name);

/// Returns what the object's metadata say under `name`, empty when nothing.
std::string metadata_text(const boost::json::object& from, std::string_view name);

}  // namespace gyeol::providers::stripe
