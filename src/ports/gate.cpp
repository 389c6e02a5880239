#include "ports/gate.hpp"

#include "base/ensure.hpp"
#include "base/note.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <utility>

namespace gyeol::ports {
namespace {

void drop_or_rethrow(const std::string& name, const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const BrokenLaw& broken) {
        // `ensure` has told the alarm already; the change was dropped and the work is over.
        note(NoteLevel::error, "gate.work_dropped", {{"work", name}, {"law", broken.what()}});
    }
}

}  // namespace

bool Gate::spawn(std::string name, Task<> work, std::function<void()> ended) {
    if (closed_) return false;
    ++inside_;
    auto finish = [this,
                   name = std::move(name),
                   ended = std::move(ended)](const std::exception_ptr& failure) {
        if (ended) ended();
        left();
        if (failure) drop_or_rethrow(name, failure);
    };
    // Posted, because co_spawn would run it at once, inside the call of whoever spawns it.
    boost::asio::post(loop_, [this, work = std::move(work), finish = std::move(finish)]() mutable {
        boost::asio::co_spawn(loop_, std::move(work), std::move(finish));
    });
    return true;
}

void Gate::left() {
    --inside_;
    if (inside_ == 0) std::exchange(empty_, Signal()).set();
}

Task<bool> Gate::wait_empty(Clock& clock, Instant deadline) {
    while (inside_ > 0) {
        const bool emptied = co_await wait_for(clock, empty_, deadline);
        if (!emptied) co_return false;
    }
    co_return true;
}

}  // namespace gyeol::ports
