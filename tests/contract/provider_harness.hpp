// One provider as the contract suite meets it: its adapter, its simulator and a buyer, on virtual time. Adding
// a provider is one file: a class of this shape and the line that instantiates the suite with it.
#pragma once

#include "base/limits.hpp"
#include "domain/payment_confirm.hpp"
#include "domain/refund.hpp"
#include "ports/provider.hpp"
#include "sandbox/fault.hpp"
#include "support/virtual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace gyeol::contract {

/// What differs between providers and the suite must expect.
struct Habits {
    Millis answers_within{0};  // How long the adapter waits for one answer.
    bool forgets_unsent =
        false;  // After its window, a question tells that a lost request never came.
    bool tells_absence = false;  // A question about what it never heard of is answered as such.
};

class ProviderHarness {
public:
    ProviderHarness() = default;
    ProviderHarness(const ProviderHarness&) = delete;
    ProviderHarness& operator=(const ProviderHarness&) = delete;
    virtual ~ProviderHarness() = default;

    virtual ports::Provider& provider() = 0;
    [[nodiscard]] virtual Habits habits() const = 0;

    /// The buyer chose a card and authenticated; returns what the browser brings back.
    virtual domain::ConfirmPayment authenticates(const domain::Payment& payment) = 0;

    /// Returns `ours` with what the browser of `theirs` brought.
    virtual domain::Payment with_proof_of(domain::Payment ours, const domain::Payment& theirs) = 0;

    /// Returns the payment under a name that the provider never heard of.
    virtual domain::Payment unheard_of(domain::Payment payment) = 0;

    virtual void next_confirm(sandbox::Fault fault) = 0;
    virtual void next_refund(sandbox::Fault fault) = 0;

    /// Returns what the provider holds of the order, by its own count.
    [[nodiscard]] virtual std::int64_t holds(const std::string& order_id) const = 0;

    test::VirtualClock& clock() { return clock_; }

    boost::asio::io_context& loop() { return loop_; }

private:
    boost::asio::io_context loop_;
    test::VirtualClock clock_;
};

using MakeHarness = std::function<std::unique_ptr<ProviderHarness>()>;

/// The tests are in provider_contract_test.cpp; what only one provider has is tested beside its harness.
class ProviderContract : public testing::TestWithParam<MakeHarness> {
protected:
    /// Runs `task` to its end, letting as much time pass as the adapter may take.
    template <typename T>
    T run(Task<T> task) {
        std::optional<T> result;
        boost::asio::co_spawn(
            world().loop(),
            std::move(task),
            [&result](const std::exception_ptr& failure, T value) {
                if (failure == nullptr) result.emplace(std::move(value));
            }
        );
        auto& clock = world().clock();
        const Instant latest = clock.now() + 2 * limits::provider_deadline;
        clock.run_until_idle(world().loop());
        while (!result && clock.next_call() && *clock.next_call() <= latest)
            clock.advance_to(world().loop(), *clock.next_call());
        if (!result) throw std::runtime_error("no answer within the deadline, or an exception");
        return std::move(*result);
    }

    domain::ProviderOutcome confirms(const domain::Payment& payment) {
        return run(world().provider().confirm(payment));
    }

    domain::ProviderOutcome asks(const domain::Payment& payment) {
        return run(world().provider().ask(payment));
    }

    domain::ProviderOutcome refunds(const domain::Payment& payment) {
        return run(world().provider().refund(payment));
    }

    /// A payment of 9,900 won, made ready where the provider makes ready.
    domain::Payment orders(const std::string& order_id = "ord_000001");

    /// The same, whose buyer came back, its attempt stored.
    domain::Payment attempt(const std::string& order_id = "ord_000001");

    domain::Payment begin(const domain::Payment& payment, const domain::ConfirmPayment& command);
    static domain::RequestRefund request_of(std::int64_t amount, std::int64_t balance);
    domain::Payment settle(const domain::Payment& payment, const domain::ProviderOutcome& outcome);

    void passes(Millis time) { world().clock().advance(world().loop(), time); }

    Instant now() { return world().clock().now(); }

    ProviderHarness& world() { return *world_; }

    void begins_anew() { world_ = GetParam()(); }

private:
    std::unique_ptr<ProviderHarness> world_ = GetParam()();
};

/// What holds only where our own confirm takes the money. Where the buyer's browser takes it, a confirm that
/// was not sent proves nothing.
class ServerSendsContract : public ProviderContract {};

}  // namespace gyeol::contract
