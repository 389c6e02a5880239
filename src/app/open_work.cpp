// Who of this process works on which payment.
#include "app/app.hpp"
#include "base/ensure.hpp"

namespace gyeol::app {

std::map<domain::PaymentId, OpenWork>::iterator App::open_work(domain::PaymentId id, bool sends) {
    const auto [place, is_new] = open_work_.emplace(id, OpenWork{ports::Signal(), sends});
    ensure(is_new, "one coroutine works on a payment at a time");
    return place;
}

void App::end_work(domain::PaymentId id) {
    const auto work = open_work_.extract(id);
    ensure(!work.empty(), "work ends once");
    work.mapped().ended.set();
}

}  // namespace gyeol::app
