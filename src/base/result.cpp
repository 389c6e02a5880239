#include "base/result.hpp"

namespace gyeol {

std::string_view word(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_request:
            return "invalid_request";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::conflict:
            return "conflict";
        case ErrorCode::idempotency_mismatch:
            return "idempotency_mismatch";
        case ErrorCode::unauthenticated:
            return "unauthenticated";
        case ErrorCode::forbidden:
            return "forbidden";
        case ErrorCode::too_many:
            return "too_many";
        case ErrorCode::unavailable:
            return "unavailable";
        case ErrorCode::store_unknown:
            return "store_unknown";
        case ErrorCode::internal:
            return "internal";
    }
    return "internal";
}

bool may_retry(ErrorCode code) {
    switch (code) {
        case ErrorCode::conflict:
        case ErrorCode::too_many:
        case ErrorCode::unavailable:
        case ErrorCode::store_unknown:
            return true;
        case ErrorCode::invalid_request:
        case ErrorCode::not_found:
        case ErrorCode::idempotency_mismatch:
        case ErrorCode::unauthenticated:
        case ErrorCode::forbidden:
        case ErrorCode::internal:
            return false;
    }
    return false;
}

Error invalid(std::string_view reason, std::string_view detail, std::string_view field) {
    return Error{
        .code = ErrorCode::invalid_request,
        .reason = std::string(reason),
        .detail = std::string(detail),
        .field = std::string(field),
        .object_id = {},
    };
}

}  // namespace gyeol
