// How one simulator of Kakao Pay is set up: keys, merchant codes, and the switches for what its documents
// leave open.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::sandbox::kakaopay {

using namespace std::chrono_literals;

/// The key that the simulator knows when nobody gave it another: forty capitals and digits, as real ones.
inline constexpr std::string_view sandbox_dev_key = "DEVGYEOLSANDBOXKAKAOPAYSECRETKEY00000000";

/// A merchant code fixes the type of payment.
enum class CidKind : std::uint8_t { one_time, subscription, sequential };

struct Cid {
    std::string cid;
    CidKind kind = CidKind::one_time;
    std::string secret;  // Empty: none was issued, and none is compared.
};

/// The things an approve is refused for, in the words of the guards.
enum class ApproveCheck : std::uint8_t {
    expiry,
    already_paid,
    authenticated,
    order_id,
    user_id,
    pg_token,
    total
};

struct Options {
    std::uint64_t seed = 1;  // Same seed, same calls: same ids and same answers.
    std::vector<std::string> dev_keys{
        std::string(sandbox_dev_key)};         // Go with the `TC` codes only.
    std::vector<std::string> production_keys;  // Go with these codes only:
    std::vector<Cid> production_cids;
    /// Origins that return addresses may lie on, such as `https://*.shop.example`. Empty: all of them.
    std::vector<std::string> site_domains;
    std::string page_base = "http://localhost:8081/kakaopay";  // Where the pages are.

    Millis life = 15min;          // From ready to the last approve.
    Millis slow_approve = 20s;    // How long an approve takes that the buyer chose to be slow.
    int monthly_charges_max = 0;  // Charges of one key in one Korean month; 0 is no limit.

    std::vector<ApproveCheck> approve_checks{
        ApproveCheck::expiry,
        ApproveCheck::already_paid,
        ApproveCheck::authenticated,
        ApproveCheck::order_id,
        ApproveCheck::user_id,
        ApproveCheck::pg_token,
        ApproveCheck::total};
    int expired_code = -723;
    int wrong_total_code = -725;
    bool expired_is_failed = false;    // `order` says FAIL_PAYMENT of what ran out of time.
    bool keys_without_payment = true;  // Whether an amount of 0 issues a key.
    bool compares_cancel_available =
        false;  // Whether a cancel must know what can still be cancelled.
    bool repeated_end_is_refused = false;  // Whether a key can be ended twice.
    bool legacy_paths = false;             // `/v1/payment/` answers that the old API is gone.
    bool nulls = false;                    // Optional members are null instead of absent.
    bool unknown_fields = false;           // Adds members nobody has documented to every answer.
    std::int64_t point = 0;  // Written into every payment's amounts, as nothing else uses them.
    std::int64_t discount = 0;
};

}  // namespace gyeol::sandbox::kakaopay
