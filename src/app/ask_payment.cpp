// Asks the provider what became of a payment, and settles what it says.
#include "app/app.hpp"
#include "base/ensure.hpp"
#include "base/note.hpp"
#include "base/test_point.hpp"

#include <utility>

namespace gyeol::app {

bool App::is_due(const domain::Payment& payment) const {
    const auto next = payment.meta.next_at;
    return next && *next <= ports_.clock.now();
}

Task<AskAnswer> App::ask_payment(domain::PaymentId id, AskCause cause) {
    auto loaded = co_await ports::load_as<domain::Payment>(ports_.store, id.raw());
    if (!loaded) co_return AskAnswer{loaded.error(), false};
    ensure(loaded->has_value(), "a payment is never removed");
    auto payment = std::move(**loaded);
    // Another process took this look since it was found due: counted twice, the next would come days late.
    if (cause == AskCause::due && !is_due(payment)) co_return AskAnswer{std::move(payment), false};
    auto& provider = provider_of(payment);
    GYEOL_POINT("ask.before");
    auto outcome = co_await provider.ask(payment);
    GYEOL_POINT("ask.after");
    const bool answered = outcome.view.has_value() || outcome.absent;
    const bool open = payment.status == domain::PaymentStatus::processing ||
                      payment.status == domain::PaymentStatus::unknown;
    if (cause == AskCause::due && !answered && !open) cause = AskCause::unanswered;
    auto settled = co_await settle_and_store(std::move(payment), std::move(outcome), cause);
    co_return AskAnswer{std::move(settled), answered};
}

Task<> App::ask_in_background(domain::PaymentId id, ports::Signal answered) {
    const auto answer = co_await ask_payment(id, AskCause::hint);
    if (!answer.payment) {
        note(NoteLevel::warning, "ask.not_stored", {{"why", answer.payment.error().reason}});
    } else if (answer.answered) {
        answered.set();
    }
}

}  // namespace gyeol::app
