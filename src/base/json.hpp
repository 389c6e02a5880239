// Reading JSON that somebody else wrote. `FieldReader` is for requests: strict, and it names the first
// wrong member. The `find_` functions are for answers of providers and webhooks: lenient, since new
// members and types may appear there without a new version.
#pragma once

#include "base/result.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol {

/// Returns the object that `text` holds. Fails with `invalid_json` when the text is not one JSON
/// value, nests deeper than 32 levels or is not UTF-8, and with `invalid_request` when it is no object.
Result<boost::json::object> parse_json_object(std::string_view text);

/// How long a text member may be, in bytes of UTF-8.
struct TextRule {
    std::size_t bytes_min = 1;
    std::size_t bytes_max = 1000;
};

/// Reads the members of one request object. Every read after the first failure returns an empty
/// value, so that a handler reads all members and then asks `finish()` once.
class FieldReader {
public:
    /// Borrows `object`, which must outlive the reader.
    explicit FieldReader(const boost::json::object& object) : object_(object) {}

    std::string text(std::string_view name, TextRule rule);
    std::optional<std::string> optional_text(std::string_view name, TextRule rule);

    /// Returns the object member `name`, null when it is absent or null.
    const boost::json::object* optional_object(std::string_view name);

    /// Reads a whole number from 0 to `amount_minor_max`; when `or_decimal_text`, also a text of
    /// decimal digits, which is what a redirect's query string carries.
    std::int64_t amount(std::string_view name, bool or_decimal_text);

    /// Records a failure about `name` unless one was recorded before.
    void refuse(std::string_view name, std::string_view reason, std::string_view detail);

    /// Returns the first failure; otherwise refuses members that were never read (`unknown_field`).
    Done finish();

private:
    const boost::json::value* find(std::string_view name);

    const boost::json::object& object_;
    std::vector<std::string> read_;
    std::optional<Error> failure_;
};

/// Returns the text member `name`, or none when it is absent, null or of another type.
std::optional<std::string> find_text(const boost::json::object& object, std::string_view name);

/// Returns the number member `name` when it is whole and fits 64 bits (providers may write `11000.0`).
std::optional<std::int64_t> find_whole(const boost::json::object& object, std::string_view name);

/// Returns the object member `name`, or null when it is absent, null or of another type.
const boost::json::object* find_object(const boost::json::object& object, std::string_view name);

/// Returns `text`, which must be UTF-8, as a JSON text with its quotes.
std::string write_json_text(std::string_view text);

/// Returns whether `text` is well-formed UTF-8 without NUL.
bool is_plain_utf8(std::string_view text);

}  // namespace gyeol
