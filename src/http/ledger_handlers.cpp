// The ledger as operators read it.
#include "base/time.hpp"
#include "http/handlers.hpp"
#include "http/json_text.hpp"
#include "http/target.hpp"
#include "http/wire.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::http {
namespace {

Result<std::optional<Instant>> parse_as_of(std::string_view query) {
    const auto text = Query(query).find("asOf");
    if (!text) return text.error();
    if (!*text) return std::optional<Instant>();
    const auto instant = parse_rfc3339(**text);
    if (!instant) {
        return invalid(
            "invalid_as_of", "`asOf` is an instant such as 2026-01-31T15:00:00Z.", "asOf"
        );
    }
    return std::optional<Instant>(*instant);
}

std::string write_trial_balance(const app::TrialBalance& trial) {
    JsonText json;
    json.begin_object()
        .member("asOf", write_rfc3339(trial.as_of))
        .member("entries", static_cast<std::int64_t>(trial.entries))
        .name("balances")
        .begin_array();
    for (const auto& [provider, positions] : trial.balance) {
        for (const auto& position : positions) {
            const auto minor = position.amount.minor;
            json.begin_object()
                .member("provider", word(provider))
                .member("account", word(position.account))
                .member("phase", word(position.phase))
                .member("currency", word(position.amount.currency))
                .member("debit", std::max<std::int64_t>(minor, 0))
                .member("credit", std::max<std::int64_t>(-minor, 0))
                .end_object();
        }
    }
    json.end_array();
    const bool balanced =
        std::all_of(trial.balance.begin(), trial.balance.end(), [](const auto& of_provider) {
            return domain::is_balanced(of_provider.second);
        });
    json.name("balanced").boolean(balanced).end_object();
    return json.take();
}

}  // namespace

Task<Result<Response>> Handlers::read_ledger(Call call) {
    const auto as_of = parse_as_of(call.request.query);
    if (!as_of) co_return as_of.error();
    const auto trial = co_await app_.read_trial_balance(std::move(call.caller->user), *as_of);
    if (!trial) co_return trial.error();
    co_return write_json(200, write_trial_balance(*trial));
}

}  // namespace gyeol::http
