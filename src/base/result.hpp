// How a function says that it could not do what was asked: `Result<T>`, a value or an `Error`.
// A provider's answer is never an error (see domain/outcome.hpp), and a broken invariant is not one
// either (see ensure.hpp).
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace gyeol {

/// What went wrong, told by what the caller may do next. Add a code only when some caller would act
/// differently on it; everything else belongs in `Error::reason`, `Error::detail` and in the note.
enum class ErrorCode : std::uint8_t {
    invalid_request,       // Change the request. Repeating it unchanged cannot help.
    not_found,             // There is no such object for this caller.
    conflict,              // The object moved on. Load it again and decide again.
    idempotency_mismatch,  // This key was used for another request.
    unauthenticated,       // Sign in first.
    forbidden,             // Signed in, but this caller may never do it.
    too_many,              // Wait for `Error::retry_after_s`, then repeat.
    unavailable,           // Nothing was handed over. Repeat later.
    store_unknown,         // The write may have landed. Repeat the very same operation.
    internal,              // A broken invariant. The change was dropped before it was stored.
};

/// Returns the stable word of `code`, as programs see it when no `Error::reason` is more exact.
std::string_view word(ErrorCode code);

/// Returns whether repeating the same call later can succeed without changing it. The only place
/// where this is decided.
bool may_retry(ErrorCode code);

/// Why a call was refused. `reason` is the stable snake_case word for programs (`amount_mismatch`),
/// `detail` a sentence that may be shown to the caller; neither ever holds a secret or a provider's
/// raw answer.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string reason;
    std::string detail;
    std::string field;      // The member of the request that is wrong, empty when none is.
    std::string object_id;  // The object in the way, such as the open payment; empty when none is.
    std::int64_t retry_after_s = 0;  // Whole seconds to wait; 0 when waiting is not the cure.

    friend bool operator==(const Error&, const Error&) = default;
};

/// A value or an `Error`. `tl::expected` under our own name, so that ignoring one is a warning.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;

    // NOLINTNEXTLINE(google-explicit-constructor): `return Error{...}` is how every guard reads.
    Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}

    friend bool operator==(const Result& left, const Result& right) {
        if (left.has_value() != right.has_value()) return false;
        if (!left.has_value()) return left.error() == right.error();
        if constexpr (std::is_void_v<T>) {
            return true;
        } else {
            return *left == *right;
        }
    }
};

/// Success without a value.
using Done = Result<void>;

/// Returns an `invalid_request` error about `field`.
Error invalid(std::string_view reason, std::string_view detail, std::string_view field = {});

}  // namespace gyeol
