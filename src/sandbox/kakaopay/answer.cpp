#include "sandbox/kakaopay/answer.hpp"

#include "base/ensure.hpp"
#include "base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

// Three texts are known from the real one; clients must not read any of them.
constexpr std::array rows{
    ErrorRow{code::wrong_parameter, 400, "invalid param"},
    ErrorRow{code::no_authorization, 400, "authorization is missing"},
    ErrorRow{code::wrong_key, 401, "unauthorized"},
    ErrorRow{-403, 403, "not permitted for this application"},
    ErrorRow{code::wrong_path, 404, "no such api"},
    ErrorRow{-429, 429, "daily quota exceeded"},
    ErrorRow{code::server_error, 500, "internal server error"},
    ErrorRow{-503, 503, "service maintenance"},
    ErrorRow{code::not_authenticated, 400, "user authentication is not finished"},
    ErrorRow{code::already_paid, 400, "payment is already done"},
    ErrorRow{-703, 400, "point amount is wrong"},
    ErrorRow{-704, 400, "payment amount is wrong"},
    ErrorRow{-705, 400, "payment method is not supported"},
    ErrorRow{code::wrong_order_id, 400, "partner_order_id does not match"},
    ErrorRow{code::wrong_user_id, 400, "partner_user_id does not match"},
    ErrorRow{code::wrong_pg_token, 400, "pg_token is wrong"},
    ErrorRow{code::above_cancelable, 400, "cancel amount exceeds the cancelable amount"},
    ErrorRow{-711, 400, "cancel amount exceeds the approved amount"},
    ErrorRow{code::no_such_tid, 400, "tid does not exist"},
    ErrorRow{code::wrong_amounts, 400, "amount data is invalid"},
    ErrorRow{-723, 400, "payment is expired"},
    ErrorRow{code::wrong_single_amount, 400, "single payment amount is invalid"},
    ErrorRow{code::wrong_total, 400, "total amount is invalid"},
    ErrorRow{-726, 400, "order data is invalid"},
    ErrorRow{-730, 400, "merchant application is invalid"},
    ErrorRow{code::wrong_cid, 400, "cid is invalid"},
    ErrorRow{-732, 400, "gid is invalid"},
    ErrorRow{code::wrong_cid_secret, 400, "cid_secret is invalid"},
    ErrorRow{code::no_such_sid, 400, "sid does not exist"},
    ErrorRow{code::ended_sid, 400, "sid is inactive"},
    ErrorRow{code::monthly_limit, 400, "monthly use of the sid is exceeded"},
    ErrorRow{code::wrong_sid_owner, 400, "partner_user_id is not the owner of the sid"},
    ErrorRow{-761, 400, "no talk account for this phone number"},
    ErrorRow{code::approve_failed, 400, "approval failure!"},
    ErrorRow{code::cancel_failed, 400, "cancel failure!"},
    ErrorRow{code::charge_failed, 400, "subscription payment failure!"},
    ErrorRow{code::not_approvable, 400, "payment can not be approved in this state"},
    ErrorRow{code::not_cancelable, 400, "payment can not be canceled in this state"},
    ErrorRow{code::duplicate_request, 400, "duplicate request"},
    ErrorRow{-797, 400, "one payment limit exceeded"},
    ErrorRow{-798, 400, "caller ip is not allowed"},
    ErrorRow{code::unregistered_domain, 400, "redirect domain is not registered"},
};

}  // namespace

std::optional<ErrorRow> find_error(int code) {
    const auto* found = std::find_if(rows.begin(), rows.end(), [code](const ErrorRow& row) {
        return row.code == code;
    });
    if (found == rows.end()) return std::nullopt;
    return *found;
}

Answer refuse(const Refusal& refusal) {
    const auto row = find_error(refusal.code);
    ensure(row.has_value(), "the sandbox refuses with documented codes only");
    json::object body{{"error_code", row->code}, {"error_message", row->message}};
    if (!refusal.method_result_code.empty()) {
        body["extras"] = json::object{
            {"method_result_code", refusal.method_result_code},
            {"method_result_message", "요청한 테스트 코드의 오류입니다."}};
    }
    return {row->status, json::serialize(body), {}};
}

Answer refuse(int code) {
    return refuse(Refusal{code, {}});
}

Answer refuse_parameter(std::string_view name) {
    const json::object body{
        {"error_code", code::wrong_parameter},
        {"error_message", fmt::format("invalid param({} has invalid value)", name)}};
    return {400, json::serialize(body), {}};
}

bool is_method_result_code(std::string_view text) {
    return text.size() >= 2 && text.size() <= 40 &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
               std::string_view::npos;
}

}  // namespace gyeol::sandbox::kakaopay
