// The last fence between a secret and a log line. Nothing relies on it: values are chosen so that none
// is secret (base/note.hpp); this catches the one that slipped through.
#pragma once

#include <string>
#include <string_view>

namespace gyeol::platform {

/// Returns `text` with everything masked that looks like a card number (13 to 19 digits that pass the
/// Luhn check, also in groups), a provider's key or webhook secret, a JWT, a `ps_` secret of a virtual account,
/// or an e-mail address.
std::string redact(std::string_view text);

}  // namespace gyeol::platform
