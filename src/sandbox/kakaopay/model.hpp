// What the simulator of Kakao Pay knows about one payment and one recurring key. Plain values: what may
// happen to them is in ready, approve, charge and cancel.
#pragma once

#include "sandbox/kakaopay/options.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::kakaopay {

/// `word()` is the provider's own word in upper case, such as `AUTH_PASSWORD`.
enum class Status : std::uint8_t {
    ready,
    open_payment,
    select_method,
    auth_password,
    issued_sid,
    success_payment,
    part_cancel_payment,
    cancel_payment,
    fail_auth_password,
    quit_payment,
    fail_payment,
};

/// `word()` is `MONEY` or `CARD`, empty while nothing was chosen.
enum class Method : std::uint8_t { unselected, money, card };

/// What the buyer (or the tester) chose to happen once the server approves.
enum class ApproveBehaviour : std::uint8_t {
    approve,
    decline,
    slow,
    lost_reply,
    error_after_capture,
    unclear_after_capture
};

enum class ActionType : std::uint8_t { payment, cancel, issued_sid };

std::string_view word(Status status);
std::string_view word(Method method);
std::string_view word(ApproveBehaviour behaviour);
std::string_view word(ActionType type);
std::optional<Status> find_status(std::string_view text);
std::optional<Method> find_method(std::string_view text);
std::optional<ApproveBehaviour> find_behaviour(std::string_view text);
std::optional<ActionType> find_action_type(std::string_view text);

/// Won.
using Amount = std::int64_t;

/// The six numbers of every amount object. `total` contains all the others.
struct Amounts {
    Amount total = 0;
    Amount tax_free = 0;
    Amount vat = 0;
    Amount point = 0;
    Amount discount = 0;
    Amount green_deposit = 0;

    friend bool operator==(const Amounts&, const Amounts&) = default;
};

Amounts operator+(const Amounts& left, const Amounts& right);
Amounts operator-(const Amounts& left, const Amounts& right);

/// Returns the VAT contained in `taxable` won: an eleventh, rounded. A fraction of elevenths is never a
/// half, so it does not matter how halves are rounded.
Amount vat_of(Amount taxable);

/// One entry of a payment's history.
struct Action {
    std::string aid;
    ActionType type = ActionType::payment;
    Amounts amounts;
    Instant at;
    std::string payload;
};

struct Payment {
    std::string tid;
    std::string page_id;  // The 64 hex digits behind which the buyer's page is; empty for charges.
    std::string cid;
    CidKind kind = CidKind::one_time;
    std::string partner_order_id;
    std::string partner_user_id;
    std::string item_name;
    std::string item_code;
    Amount quantity = 1;
    Amounts amount;
    Amounts canceled;
    std::string approval_url;
    std::string cancel_url;
    std::string fail_url;
    Method only_method = Method::unselected;  // As the shop restricted it.
    int install_months = 0;

    Status status = Status::ready;
    Method method = Method::unselected;
    ApproveBehaviour behaviour = ApproveBehaviour::approve;
    std::string decline_code;         // `method_result_code` of a chosen decline.
    std::string charge_decline_code;  // The same for later charges of the key that it issues.
    std::string pg_token;
    std::string sid;

    Amount captured = 0;  // What the buyer has paid; the simulator's own books.
    Amount returned = 0;

    Instant created_at;
    Instant expires_at;
    std::optional<Instant> approved_at;
    std::optional<Instant> canceled_at;
    std::vector<Action> actions;

    Instant busy_until;  // An answer about it is still on its way. Not in the journal.
};

/// What a payment with a subscription code leaves behind: the right to charge without the buyer.
struct RecurringKey {
    std::string sid;
    std::string cid;
    std::string partner_user_id;
    std::string item_name;
    Method method = Method::unselected;
    std::string charge_decline_code;  // Every charge is declined with it, unless it is empty.
    Instant created_at;
    std::optional<Instant> last_approved_at;
    std::optional<Instant> inactivated_at;
    std::string charged_month;  // Such as `2026-01`, in Korea.
    int charged_in_month = 0;
};

/// Returns whether the buyer can still do something on the page.
bool is_open(const Payment& payment);

/// Returns whether money was taken for `payment` or a key issued, now or before.
bool was_approved(const Payment& payment);

}  // namespace gyeol::sandbox::kakaopay
