#include "ports/handoff.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gyeol::ports {
namespace asio = boost::asio;

void Wakeup::raise() {
    std::function<void()> resume;
    {
        const std::lock_guard lock(mutex_);
        raised_ = true;
        resume = std::exchange(resume_, {});
    }
    if (resume) asio::post(loop_, std::move(resume));
}

Task<> Wakeup::wait() {
    const auto self = shared_from_this();
    auto initiate = [self](auto handler) {
        auto kept = std::make_shared<decltype(handler)>(std::move(handler));
        std::function<void()> resume = [kept] { std::move (*kept)(); };
        bool already = false;
        {
            const std::lock_guard lock(self->mutex_);
            already = self->raised_;
            if (!already) self->resume_ = resume;
        }
        if (already) asio::post(self->loop_, std::move(resume));
    };
    // Named one line earlier: g++ 12 destroys a capturing lambda twice inside a co_await expression.
    auto suspended = asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        std::move(initiate), asio::use_awaitable
    );
    co_await std::move(suspended);
}

}  // namespace gyeol::ports
