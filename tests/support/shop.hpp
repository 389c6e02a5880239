// The language of the stories: a shop, its buyers, Toss Payments' sandbox and time, all real but the
// network and the clock. What survives a crash (the store, the provider) is apart from what does not.
#pragma once

#include "app/app.hpp"
#include "base/json.hpp"
#include "base/test_point.hpp"
#include "platform/jwt_signer.hpp"
#include "providers/toss/toss_provider.hpp"
#include "sandbox/in_process_client.hpp"
#include "sandbox/toss/toss_sandbox.hpp"
#include "simulation/chronicle.hpp"
#include "storage/memory_store.hpp"
#include "support/outside.hpp"
#include "support/paced_road.hpp"
#include "support/place_cipher.hpp"
#include "support/stand_ins.hpp"
#include "support/virtual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace gyeol::test {

/// Thrown by a test point where a story kills the process; nothing in the program catches it.
class Crashed : public std::exception {
public:
    [[nodiscard]] const char* what() const noexcept override {
        return "the process was killed here";
    }
};

/// How the buyer pays in the provider's window.
enum class Means : std::uint8_t { card, virtual_account };

/// One order as the buyer's browser knows it.
struct Order {
    app::Checkout checkout;
    std::string payment_key;

    [[nodiscard]] const std::string& order_id() const { return checkout.payment.order_id; }

    [[nodiscard]] domain::PaymentId id() const { return checkout.payment.id; }

    /// The token in the checkout's address.
    [[nodiscard]] std::string token() const {
        return checkout.url.substr(checkout.url.rfind('/') + 1);
    }
};

/// Whom the shop writes e-mails to beside its buyers.
struct Mails {
    bool are_sent = false;
    std::string administrator = "admin@shop.example";
};

class Shop {
public:
    /// `others` are providers beside the simulated one; they outlive the shop.
    explicit Shop(
        sandbox::toss::Options options = sandbox_options(),
        std::vector<ports::Provider*> others = {},
        Mails mails = {}
    );
    ~Shop();
    Shop(const Shop&) = delete;
    Shop& operator=(const Shop&) = delete;

    /// The provider as it is unless a story wants another one.
    static sandbox::toss::Options sandbox_options();

    // --- Buyers

    /// Registers a buyer with a made-up address.
    domain::User registers(std::string email = "buyer@shop.example");

    /// The buyer signs in; right unless a story says otherwise.
    Result<app::SignedIn> signs_in(
        std::string email = "buyer@shop.example",
        std::string password = "a long enough password",
        std::string address = "203.0.113.5"
    );

    /// The buyer chooses a plan; fails the test when that is refused.
    Order starts(const domain::User& buyer, std::string plan_id = "basic");

    /// The buyer authenticates in the provider's window, and comes back with a payment key. `outcome`
    /// names a failure choice of the window; empty succeeds.
    Order authenticates(Order order, Means means = Means::card, std::string outcome = {});

    /// The buyer's browser confirms what it came back with.
    Result<domain::Payment> confirms(const Order& order);
    Result<domain::Payment> confirms(const Order& order, std::int64_t amount_minor);

    /// Starts, authenticates and confirms.
    Order pays(const domain::User& buyer, Means means = Means::card, std::string plan_id = "basic");

    /// The shop's own person.
    static domain::User an_operator();

    /// `who` asks for a part of the order back, expecting what the payment says is refundable.
    Result<domain::Payment> refunds(
        const domain::User& who, const Order& order, std::int64_t amount_minor
    );

    /// A confirm that was lost on its way arrives at the provider after all.
    void lost_confirm_arrives(const Order& order);

    /// Somebody gives a payment back in the provider's console.
    void returned_in_the_console(const Order& order);

    /// The bank's counter: `deposit`, `deposit-late`, `take-back`, `pass-due-date`, `cancel`.
    void at_the_bank(const std::string& what, const Order& order);

    /// The operator adds an endpoint.
    domain::Endpoint listens(std::string url, std::vector<std::string> events = {});

    // --- Looking

    domain::Payment payment(const Order& order) { return payment(order.id()); }

    domain::Payment payment(domain::PaymentId id);
    /// Returns what the provider took for the order and has not given back, by its own books.
    std::int64_t taken(const std::string& order_id) const;
    /// Returns how often the provider captured money for the order.
    int captures(const std::string& order_id) const;

    /// Returns how many confirms reached for the provider.
    std::size_t confirm_calls() const { return client().calls("confirm"); }

    /// Returns how many questions about one payment reached for the provider since the last crash.
    std::size_t asks() const { return client().calls("get_payment") + client().calls("get_order"); }

    // --- Time and trouble

    /// Runs everything that happens within `time`: the reconciler, webhooks, expiry.
    void passes(Millis time);
    /// Runs everything that is ready now, and delivers the webhooks that are due.
    void settles_down();
    /// Kills the process where it stands and starts it again on the same store and provider.
    void crashes();
    /// Starts the process again with other providers beside the simulated one: keys were lost or found.
    void restarts_with(std::vector<ports::Provider*> others);

    /// The next calls of `operation` meet these troubles, one each.
    void meets(sandbox::toss::Operation operation, std::vector<sandbox::Fault> faults) {
        sandbox_.script({operation, std::move(faults)});
    }

    /// The store takes its time from now on, in a way that `seed` decides; until the next crash.
    void store_takes_its_time(std::uint64_t seed) { life_->road.set_pace(seed); }

    /// Whether webhooks reach the shop; the provider keeps them and tries again.
    void webhooks_arrive(bool arrive) { webhooks_arrive_ = arrive; }

    [[nodiscard]] Instant now() const { return life_->clock.now(); }

    // --- Parts

    app::App& app() { return *life_->app; }

    storage::MemoryStore& store() { return store_; }

    sandbox::toss::TossSandbox& sandbox() { return sandbox_; }

    MerchantBooks& merchant() { return merchant_; }

    RememberingMailer& mailer() { return mailer_; }

    RememberingLog& payment_log() { return payment_log_; }

    /// What became durable, in its order.
    [[nodiscard]] const simulation::Chronicle& chronicle() const { return chronicle_; }

    PlainHasher& passwords() { return passwords_; }

    VirtualClock& clock() { return life_->clock; }

    boost::asio::io_context& io() { return life_->io; }

    ports::Gate& gate() { return life_->gate; }

    /// Runs `task` to its end, letting as much time pass as it needs.
    template <typename T>
    T runs(Task<T> task) {
        const auto pending = begins(std::move(task));
        return ends(*pending);
    }

    /// A task under way.
    template <typename T>
    struct Pending {
        std::exception_ptr failure;
        std::optional<T> value;

        [[nodiscard]] bool ended() const { return failure || value; }
    };

    template <typename T>
    std::shared_ptr<Pending<T>> begins(Task<T> task) {
        auto pending = std::make_shared<Pending<T>>();
        boost::asio::co_spawn(
            life_->io,
            std::move(task),
            [pending](const std::exception_ptr& failure, T value) {
                pending->failure = failure;
                if (!failure) pending->value.emplace(std::move(value));
            }
        );
        return pending;
    }

    /// Lets time pass until `pending` has ended, at most two virtual minutes.
    template <typename T>
    T ends(Pending<T>& pending) {
        settles_down();
        for (int second = 0; !pending.ended() && second < 120; ++second)
            passes(std::chrono::seconds(1));
        if (pending.failure) std::rethrow_exception(pending.failure);
        if (!pending.value) throw std::logic_error("a task of the story never ended");
        return std::move(*pending.value);
    }

private:
    /// One process: everything that a crash takes away.
    struct Life {
        Life(Shop& shop, Instant start);
        ~Life();

        boost::asio::io_context io;
        VirtualClock clock;
        ports::Gate gate;
        PacedRoad road;
        simulation::DistantStore store;
        sandbox::InProcessClient http;
        MerchantSite site;
        providers::toss::TossProvider toss;
        std::unique_ptr<app::App> app;
        std::shared_ptr<Pending<std::size_t>> round;
        std::shared_ptr<Pending<std::size_t>> courier;
    };

    [[nodiscard]] const sandbox::InProcessClient& client() const { return life_->http; }

    [[nodiscard]] std::vector<ports::Provider*> with_others(ports::Provider& first) const;
    void deliver_webhooks();
    void at_the_provider(std::string path, boost::json::object body);
    void reconciles();
    void delivers();
    boost::json::object browser(std::string_view path, boost::json::object body);

    PlaceCipher cipher_;
    SeededIds ids_{7};
    PlainHasher passwords_;
    platform::JwtSigner tokens_{Secret("a signing secret for tests, 32 bytes")};
    RememberingLog payment_log_;
    MerchantBooks merchant_;
    RememberingMailer mailer_;
    Mails mails_;
    storage::MemoryStore store_{cipher_};
    simulation::Chronicle chronicle_;
    sandbox::toss::TossSandbox sandbox_;
    std::vector<ports::Provider*> others_;
    std::unique_ptr<Life> life_;
    int refunds_asked_ = 0;
    bool webhooks_arrive_ = true;
    std::set<std::uint64_t> under_way_;  // Webhooks on their way to the shop.
};

}  // namespace gyeol::test
