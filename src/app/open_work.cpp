// Who of this process works on which payment.
#include "app/app.hpp"
#include "base/ensure.hpp"

namespace gyeol::app {

std::shared_ptr<ports::Signal> App::open_work(domain::PaymentId id, bool sends) {
    auto ended = std::make_shared<ports::Signal>();
    const auto [place, is_new] = open_work_.emplace(id, OpenWork{ended, sends});
    ensure(is_new, "one coroutine works on a payment at a time");
    return ended;
}

void App::end_work(domain::PaymentId id) {
    const auto work = open_work_.extract(id);
    ensure(!work.empty(), "work ends once");
    work.mapped().ended->set();
}

}  // namespace gyeol::app
