#include "ports/gate.hpp"

#include "base/ensure.hpp"
#include "base/note.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <utility>

namespace gyeol::ports {

bool Gate::spawn(std::string name, Task<> work) {
    if (closed_) return false;
    ++inside_;
    boost::asio::co_spawn(
        loop_,
        std::move(work),
        [this, name = std::move(name)](const std::exception_ptr& failure) {
            left();
            if (!failure) return;
            try {
                std::rethrow_exception(failure);
            } catch (const BrokenLaw& broken) {
                // `ensure` has told the alarm already; the change was dropped and the work is over.
                note(
                    NoteLevel::error, "gate.work_dropped", {{"work", name}, {"law", broken.what()}}
                );
            }
        }
    );
    return true;
}

void Gate::left() {
    --inside_;
    if (inside_ == 0) std::exchange(empty_, std::make_shared<Signal>())->set();
}

Task<bool> Gate::wait_empty(Clock& clock, Instant deadline) {
    while (inside_ > 0) {
        const bool emptied = co_await wait_for(clock, empty_, deadline);
        if (!emptied) co_return false;
    }
    co_return true;
}

}  // namespace gyeol::ports
