// The error codes of Kakao Pay and how the simulator answers with them: `error_code`, `error_message`
// and, for a decline of the means of payment, `extras`.
#pragma once

#include "sandbox/answer.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::sandbox::kakaopay {

namespace code {
inline constexpr int wrong_parameter = -2;
inline constexpr int discontinued = -9;
inline constexpr int no_authorization = -400;
inline constexpr int wrong_key = -401;
inline constexpr int wrong_path = -404;
inline constexpr int server_error = -500;
inline constexpr int not_authenticated = -701;
inline constexpr int already_paid = -702;
inline constexpr int wrong_order_id = -706;
inline constexpr int wrong_user_id = -707;
inline constexpr int wrong_pg_token = -708;
inline constexpr int above_cancelable = -710;
inline constexpr int no_such_tid = -721;
inline constexpr int wrong_amounts = -722;
inline constexpr int wrong_single_amount = -724;
inline constexpr int wrong_total = -725;
inline constexpr int wrong_cid = -731;
inline constexpr int wrong_cid_secret = -733;
inline constexpr int no_such_sid = -750;
inline constexpr int ended_sid = -751;
inline constexpr int monthly_limit = -752;
inline constexpr int wrong_sid_owner = -753;
inline constexpr int approve_failed = -780;
inline constexpr int cancel_failed = -781;
inline constexpr int charge_failed = -782;
inline constexpr int not_approvable = -783;
inline constexpr int not_cancelable = -784;
inline constexpr int duplicate_request = -785;
inline constexpr int unregistered_domain = -799;
}  // namespace code

/// One row of the provider's error tables.
struct ErrorRow {
    int code = 0;
    int status = 400;
    std::string_view message;
};

/// Returns the row of `code`, or none when the provider documents no such code.
std::optional<ErrorRow> find_error(int code);

/// A refusal, as a test or a buyer chose it. `method_result_code` is what the means of payment said, empty
/// when it said nothing.
struct Refusal {
    int code = 0;
    std::string method_result_code;
};

/// Returns the answer of `refusal` with the status of the code's row. Requires a documented code.
Answer refuse(const Refusal& refusal);
Answer refuse(int code);

/// Returns the answer to a request whose member `name` is missing or wrong.
Answer refuse_parameter(std::string_view name);

/// Returns whether `text` looks like a code of a means of payment: 2 to 40 capitals, digits and `_`.
bool is_method_result_code(std::string_view text);

}  // namespace gyeol::sandbox::kakaopay
