#include "sandbox/stripe/answer.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

json::object write_error(std::string_view type, const Refusal& refusal) {
    json::object error;
    if (!refusal.code.empty()) error["code"] = refusal.code;
    if (!refusal.decline_code.empty()) error["decline_code"] = refusal.decline_code;
    if (!refusal.code.empty())
        error["doc_url"] = fmt::format("https://stripe.com/docs/error-codes/{}", refusal.code);
    error["message"] = refusal.message;
    if (!refusal.param.empty()) error["param"] = refusal.param;
    error["type"] = type;
    return error;
}

std::string_view spoken(std::string_view object) {
    return object == "payment_method" ? std::string_view("PaymentMethod") : object;
}

}  // namespace

Answer refuse(const Refusal& refusal) {
    return refuse(400, refusal);
}

Answer refuse(int status, const Refusal& refusal) {
    return answer_error(status, write_error("invalid_request_error", refusal));
}

json::object write_card_error(const Refusal& refusal) {
    return write_error("card_error", refusal);
}

Answer answer_error(int status, json::object error) {
    Answer answer;
    answer.status = status;
    answer.body["error"] = std::move(error);
    return answer;
}

Answer no_such(std::string_view object, const std::string& id) {
    return refuse(
        404, {"resource_missing", fmt::format("No such {}: '{}'", spoken(object), id), "id", {}}
    );
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the id, then the parameter that held it.
Answer no_such(std::string_view object, const std::string& id, const std::string& param) {
    return refuse(
        {"resource_missing", fmt::format("No such {}: '{}'", spoken(object), id), param, {}}
    );
}

}  // namespace gyeol::sandbox::stripe
