// The buyer changes their mind before money moved.
#include "app/app.hpp"
#include "app/refusals.hpp"
#include "base/limits.hpp"

#include <utility>

namespace gyeol::app {

Task<Result<domain::Payment>> App::cancel_payment(domain::UserId owner, domain::PaymentId id) {
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        auto payment = co_await read_payment(owner, id);
        if (!payment) co_return payment.error();
        auto started = domain::begin_cancel(std::move(*payment), ports_.clock.now());
        if (!started) co_return started.error();
        if (started->step == domain::CancelStart::Step::settled)
            co_return std::move(started->payment);

        const auto step = started->step;
        if (step == domain::CancelStart::Step::close) {
            const auto closed = co_await close_for_good(std::move(started->payment));
            if (!closed) co_return closed.error();
            continue;
        }
        const auto committed = co_await replace_payment(std::move(started->payment));
        if (!committed) co_return committed.error();
        if (committed->state != ports::Committed::State::done) continue;
        auto stored = std::get<domain::Payment>(*committed->stored);
        if (step == domain::CancelStart::Step::store) co_return stored;

        auto& provider = provider_of(stored);
        auto outcome = co_await provider.close(stored);
        co_return co_await settle_and_store(std::move(stored), std::move(outcome), AskCause::hint);
    }
    co_return payment_busy();
}

}  // namespace gyeol::app
