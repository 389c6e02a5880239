// Records as they are stored: one JSON document each, the same in every store. Payment data and
// secrets are sealed inside the document; everything that is searched or shown to operators is plain.
#pragma once

#include "base/result.hpp"
#include "domain/aggregate.hpp"
#include "ports/crypto.hpp"

#include <string>
#include <string_view>

namespace gyeol::storage {

/// The newest shape of documents that this program writes and reads.
inline constexpr int record_format = 1;

/// Returns `record` as a JSON document: the member names of the API, times as milliseconds since the
/// epoch, ids as 24 hex digits, empty members left out. Fails with `invalid_request` (`invalid_text`)
/// when a plain text is not UTF-8 or holds NUL; sealed texts may hold any bytes.
Result<std::string> write_record(const domain::Aggregate& record, const ports::Cipher& cipher);

/// Where a document was found; it must say the same of itself.
struct RecordPlace {
    domain::RecordKind kind = domain::RecordKind::users;
    Id id;
};

/// Returns the record that `document` holds; members that are not known are passed over. Fails with
/// `internal`: `format_too_new`, `record_damaged` (not ours, cut, or another record's), or the cipher's
/// `cipher_unreadable`.
Result<domain::Aggregate> read_record(
    RecordPlace place, std::string_view document, const ports::Cipher& cipher
);

}  // namespace gyeol::storage
