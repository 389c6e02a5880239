// Some providers must make a payment ready before the browser can pay: Kakao Pay its tid, Stripe its
// intent. And what a browser could pay without us must be closed before we call it ended.
#include "app/app.hpp"
#include "app/refusals.hpp"
#include "base/ensure.hpp"
#include "base/test_point.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::app {
namespace {

ports::ReturnUrls return_urls(std::string_view public_url, std::string_view token) {
    const auto base = fmt::format("{}/checkout/{}", public_url, token);
    return {
        .success = base + "/success",
        .fail = base + "/fail",
        .cancel = base + "/cancel",
    };
}

}  // namespace

Task<Result<Checkout>> App::prepare_checkout(domain::Payment payment, std::string token) {
    auto* provider = find_provider(payment.provider);
    const bool is_ready = provider == nullptr || !provider->facts().prepares ||
                          payment.preparation || payment.status != domain::PaymentStatus::pending;
    if (is_ready) co_return make_checkout(std::move(payment), std::move(token));

    GYEOL_POINT("prepare.before");
    auto prepared = co_await provider->prepare(payment, return_urls(settings_.public_url, token));
    GYEOL_POINT("prepare.after");
    if (!prepared) co_return prepared.error();
    // Money: the buyer sees only what is stored. Should we die here, or be too late, nobody has what the
    // provider made, so nobody can pay it. Guarded by CrashAtEveryStep.AnIntentNobodySawTakesNothing.
    const auto committed = co_await replace_payment(
        domain::keep_preparation(std::move(payment), std::move(*prepared), ports_.clock.now())
    );
    if (!committed) co_return committed.error();
    ensure(committed->stored.has_value(), "a payment is never removed");
    // Somebody else prepared or ended it meanwhile: theirs stands.
    co_return make_checkout(std::get<domain::Payment>(*committed->stored), std::move(token));
}

Task<Result<domain::Payment>> App::close_at_provider(domain::Payment payment) {
    auto& provider = provider_of(payment);
    GYEOL_POINT("close.before");
    auto outcome = co_await provider.close(payment);
    GYEOL_POINT("close.after");
    co_return co_await settle_and_store(std::move(payment), std::move(outcome), AskCause::hint);
}

Task<Done> App::close_for_good(domain::Payment payment) {
    auto closed = co_await close_at_provider(std::move(payment));
    if (!closed) co_return closed.error();
    if (domain::is_open_at_provider(*closed)) co_return provider_unreachable(*closed);
    co_return Done{};
}

}  // namespace gyeol::app
