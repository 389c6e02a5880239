#include "simulation/node.hpp"

#include "base/ensure.hpp"
#include "base/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gyeol::simulation {
namespace {

using namespace std::chrono_literals;

/// Never: whoever waits for it was killed.
constexpr Instant never{Millis(9'000'000'000'000'000)};

domain::Catalogue catalogue() {
    using domain::Currency;
    std::vector<domain::Plan> plans;
    for (int number = 1; number <= plans_on_sale; ++number) {
        domain::Plan plan;
        plan.id = fmt::format("plan_{}", number);
        plan.name = fmt::format("Plan {}", number);
        plan.amount = {9'900 + 1'000 * number, Currency::krw};
        plans.push_back(std::move(plan));
    }
    return domain::Catalogue(std::move(plans));
}

std::string write_stored(const domain::Aggregate& stored) {
    const auto kind = word(domain::kind_of(stored));
    const auto version = domain::meta_of(stored).version;
    if (const auto* payment = std::get_if<domain::Payment>(&stored)) {
        return fmt::format(
            "stores {} v{} {}, captured {}, returned {}, {} refunds",
            payment->order_id,
            version,
            word(payment->status),
            payment->captured.minor,
            payment->returned.minor,
            payment->refunds.size()
        );
    }
    return fmt::format("stores {} {} v{}", kind, domain::id_of(stored).hex(), version);
}

}  // namespace

/// Writes the payment log where the chronicle reads it.
class Node::Teller final : public ports::PaymentLog {
public:
    explicit Teller(Node& node) : node_(node) {}

    void write(ports::PaymentLine line) noexcept override {
        node_.scene_.says(
            fmt::format("node {} tells {} of {}", node_.number_, line.action, line.order_id)
        );
        node_.scene_.chronicle.told(line);
    }

private:
    Node& node_;
};

Node::Life::Life(Node& node)
    : clock(node.scene_.now() + node.offset_),
      gate(io.get_executor()),
      store(node.scene_.store, node),
      wire(node.scene_, node, clock) {
    for (const auto& stand : node.scene_.stands) {
        auto provider = stand->connect(
            {.http = wire, .clock = clock, .ids = node.scene_.ids, .has_keys = node.has_keys_}
        );
        if (provider) providers.push_back(std::move(provider));
    }
    std::vector<ports::Provider*> all;
    for (const auto& provider : providers)
        all.push_back(provider.get());
    app = std::make_unique<app::App>(
        app::AppPorts{
            .store = store,
            .clock = clock,
            .ids = node.scene_.ids,
            .passwords = node.scene_.passwords,
            .tokens = node.scene_.tokens,
            .payment_log = *node.teller_,
            .gate = gate,
            .providers = std::move(all),
        },
        app::AppSettings{
            .catalogue = catalogue(),
            .public_url = "http://shop.sim",
            .refunds = {.by_owner_within = 24h},
        }
    );
    desk = std::make_unique<Desk>(*app);
}

Node::Life::~Life() {
    // The suspended coroutines hold handlers inside the clock; they go with the process.
    clock.test_drop_calls();
}

Node::Node(Scene& scene, int number)
    : scene_(scene), number_(number), teller_(std::make_unique<Teller>(*this)) {}

Node::~Node() = default;

void Node::start() {
    if (life_) return;
    life_ = std::make_unique<Life>(*this);
    scene_.says(fmt::format("node {} starts{}", number_, has_keys_ ? "" : " without its keys"));
}

void Node::kill(const std::string& how) {
    if (!life_) return;
    scene_.says(fmt::format("node {} is killed {}", number_, how));
    life_.reset();
    still_until_ = {};
    const auto pause = scene_.weather.dice(Trouble::crashes).between(200ms, 60s);
    scene_.clock.call_at(scene_.now() + pause, [this] { start(); });
}

void Node::stand_still(Instant until) {
    if (!life_) return;
    still_until_ = until;
    scene_.says(
        fmt::format("node {} stands still for {} ms", number_, (until - scene_.now()).count())
    );
}

void Node::set_clock_off_by(Millis offset) {
    offset_ = offset;
    scene_.says(fmt::format("the clock of node {} is {} ms off", number_, offset.count()));
    follow_time();
}

void Node::recover() {
    still_until_ = {};
    offset_ = Millis(0);
    if (!has_keys_ && life_) kill("to get its keys back");
    has_keys_ = true;
    start();
    follow_time();
}

void Node::follow_time() {
    if (life_) life_->clock.test_set_now(scene_.now() + offset_);
}

bool Node::step() {
    if (!life_ || stands_still()) return false;
    life_->io.restart();
    bool ran = life_->io.poll_one() > 0 || life_->clock.run_next_due();
    if (!ran) {
        const auto round = next_round_at();
        ran = round && *round <= scene_.now();
        if (ran) begin_round();
    }
    if (life_->is_doomed) kill("between two steps");
    return ran;
}

std::optional<Instant> Node::next_at() const {
    if (!life_) return std::nullopt;
    auto next = next_round_at();
    if (const auto call = life_->clock.next_call()) {
        const auto at = *call - offset_;
        next = next ? std::min<Instant>(*next, at) : at;
    }
    if (next) next = std::max(*next, still_until_);
    return next;
}

std::optional<Instant> Node::next_round_at() const {
    if (life_->looks_around || life_->is_doomed) return std::nullopt;
    const auto due = scene_.next_due();
    if (!due) return std::nullopt;
    return std::max<Instant>(*due - offset_, life_->next_round);
}

void Node::begin_round() {
    life_->looks_around = true;
    boost::asio::co_spawn(
        life_->io,
        life_->app->reconcile_due(),
        [this](const std::exception_ptr& failure, std::size_t /*looked_at*/) {
            if (failure) law_broken(failure);
            life_->looks_around = false;
            life_->next_round = scene_.now() + limits::due_interval;
        }
    );
}

void Node::law_broken(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const BrokenLaw& broken) {
        scene_.chronicle.found(fmt::format("a law was broken: {}", broken.what()));
    }
}

Task<> Node::crosses(Crossing where) {
    auto& weather = scene_.weather;
    if (weather.strikes(Trouble::crashes)) {
        scene_.says(fmt::format("node {} dies {}", number_, word(where)));
        life_->is_doomed = true;
        co_await ports::sleep_until(life_->clock, never);
    }
    if (weather.strikes(Trouble::stops)) {
        const auto pause = weather.dice(Trouble::stops).between(1s, 20min);
        scene_.says(fmt::format("node {} stops {}", number_, word(where)));
        stand_still(scene_.now() + pause);
        co_await ports::sleep_until(life_->clock, life_->clock.now());
    }
}

Task<> Node::way_to_store() {
    auto& weather = scene_.weather;
    if (!weather.strikes(Trouble::slow_store)) co_return;
    auto& dice = weather.dice(Trouble::slow_store);
    auto wait = dice.between(0ms, 6ms);
    if (dice.chance(20)) wait = dice.between(10ms, 3s);
    if (wait.count() > 0) {
        co_await ports::sleep_until(life_->clock, life_->clock.now() + wait);
    }
}

Task<StoreFate> Node::leaves(StoreCall call) {
    co_await crosses(Crossing::before_store);
    co_await way_to_store();
    auto& weather = scene_.weather;
    const auto now = scene_.now();
    const bool is_write = call == StoreCall::write;
    const bool is_refused = weather.lasts(Trouble::store_outages, 0, now) ||
                            (is_write && weather.lasts(Trouble::full_store, 0, now));
    if (is_refused) co_return StoreFate::refused;
    if (!is_write || !weather.strikes(Trouble::lost_store_answers)) co_return StoreFate::arrives;
    const bool is_applied = weather.dice(Trouble::lost_store_answers).chance(500);
    scene_.says(fmt::format(
        "node {} hears nothing of a write that was{} applied", number_, is_applied ? "" : " not"
    ));
    co_return is_applied ? StoreFate::lost_after : StoreFate::lost_before;
}

Task<> Node::returns(StoreCall /*call*/) {
    co_await way_to_store();
    co_await crosses(Crossing::after_store);
}

void Node::landed(const domain::Aggregate& stored) {
    scene_.says(fmt::format("node {} {}", number_, write_stored(stored)));
}

}  // namespace gyeol::simulation
