#include "simulation/others.hpp"

#include "domain/refund.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gyeol::simulation {
namespace {

using namespace std::chrono_literals;

constexpr int http_ok = 200;
constexpr int http_unavailable = 503;

}  // namespace

// --- Operators

ShopOperator::ShopOperator(Town& town, int number)
    : town_(town),
      number_(number),
      dice_(Dice(town.scene().plan.seed).fork(200 + static_cast<std::uint64_t>(number))) {
    account_.id = domain::UserId(ports::make_id(town.scene().ids, town.scene().now()));
    account_.role = "operator";
}

std::optional<std::string> ShopOperator::choose_order() {
    std::vector<std::string> paid;
    for (const auto& [order_id, history] : town_.scene().chronicle.payments()) {
        if (history.completed_at) paid.push_back(order_id);
    }
    if (paid.empty()) return std::nullopt;
    return dice_.pick(paid);
}

Task<> ShopOperator::live() {
    while (!town_.is_quiet()) {
        co_await town_.wait(dice_.between(1min, 30min));
        if (town_.is_quiet()) co_return;
        const auto order_id = choose_order();
        if (!order_id) continue;
        const auto id = domain::PaymentId(ports::derive_id(town_.scene().ids, *order_id));
        co_await refund(id, dice_.next());
    }
}

Task<> ShopOperator::refund(domain::PaymentId id, std::uint64_t dice_seed) {
    Dice dice(dice_seed);
    const auto seen = co_await ports::load_as<domain::Payment>(town_.scene().store, id.raw());
    if (!seen || !*seen) co_return;
    const auto& payment = **seen;
    const auto balance = domain::refundable(payment).minor;
    if (balance <= 0) co_return;
    domain::RequestRefund request;
    request.expected_balance_minor = balance;
    request.amount_minor = balance;
    if (dice.chance(600)) {
        request.amount_minor =
            1 + static_cast<std::int64_t>(dice.below(static_cast<std::size_t>(balance)));
    }
    request.reason = fmt::format("operator {} {:x}", number_, dice.next());
    if (payment.method == domain::PaymentMethod::virtual_account)
        request.account = domain::RefundAccount{"88", "110123456789", "김결"};
    town_.scene().says(fmt::format(
        "operator {} gives {} of {} back", number_, request.amount_minor, payment.order_id
    ));
    if (dice.chance(400)) town_.let_live(press(id, request, town_.errand(dice)));
    if (dice.chance(300)) {
        co_await town_.wait(dice.between(0ms, 3min));
    }
    co_await press(id, request, town_.errand(dice));
}

Task<> ShopOperator::press(domain::PaymentId id, domain::RequestRefund request, Errand errand) {
    const auto key = request.reason;
    const std::function<Task<Result<DeskAnswer>>(Node&)> what =
        [account = account_, id, request, key](Node& node) {
            return node.desk().refund_once(account, id, request, key);
        };
    const auto answer = co_await town_.ask<Result<DeskAnswer>>(errand, what);
    if (!answer) co_return;
    const bool is_told = answer->has_value();
    const auto text = is_told ? (*answer)->text : answer->error().reason;
    town_.scene().says(fmt::format("operator {} is told: {}", number_, text));
    // What was kept is what was answered; what could not be kept is answered anew, and changes nothing.
    if (is_told && (*answer)->is_replay) town_.scene().chronicle.answered("refund " + key, text);
}

// --- Webhooks

bool Carrier::take_due() {
    bool took = false;
    auto& scene = town_.scene();
    for (std::size_t at = 0; at < scene.stands.size(); ++at) {
        auto* simulator = scene.stands[at]->simulator();
        if (simulator == nullptr) continue;
        const auto next = simulator->next_event_at();
        if (!next || *next > scene.now()) continue;
        took = true;
        for (auto& delivery : simulator->due_webhooks(scene.now()))
            send_out(at, std::move(delivery));
    }
    return took;
}

void Carrier::send_out(std::size_t stand, sandbox::Delivery delivery) {
    auto& weather = town_.scene().weather;
    auto errand = town_.errand(weather.dice(Trouble::late_webhooks));
    if (weather.strikes(Trouble::late_webhooks))
        errand.there = weather.dice(Trouble::late_webhooks).between(1s, 8s);
    if (weather.strikes(Trouble::repeated_webhooks)) {
        auto again = errand;
        again.there += weather.dice(Trouble::repeated_webhooks).between(1ms, 5min);
        // The provider does not know that it sent this one.
        auto copy = delivery;
        copy.id = 0;
        town_.let_live(carry(stand, std::move(copy), again));
    }
    town_.let_live(carry(stand, std::move(delivery), errand));
}

std::optional<Instant> Carrier::next_at() const {
    std::optional<Instant> next;
    for (const auto& stand : town_.scene().stands) {
        auto* simulator = stand->simulator();
        const auto at = simulator == nullptr ? std::nullopt : simulator->next_event_at();
        if (at) next = next ? std::min(*next, *at) : *at;
    }
    return next;
}

Task<int> Carrier::deliver(std::size_t stand, Post post, Errand errand) {
    const auto name = town_.scene().stands.at(stand)->name();
    const std::function<Task<Result<bool>>(Node&)> what = [name, post](Node& node) {
        return node.desk().receive_webhook(name, post.headers, post.body);
    };
    const auto answer = co_await town_.ask<Result<bool>>(errand, what);
    if (!answer) co_return 0;
    if (!*answer) co_return http_unavailable;
    co_return http_ok;
}

Task<> Carrier::carry(std::size_t stand, sandbox::Delivery delivery, Errand errand) {
    auto& scene = town_.scene();
    int status = 0;
    const bool is_lost = scene.weather.strikes(Trouble::no_webhooks) ||
                         scene.weather.strikes(Trouble::lost_webhooks);
    if (is_lost) {
        scene.says("a webhook is lost");
        co_await town_.wait(delivery.answer_within);
    } else {
        // Named one line earlier: g++ 12 destroys an aggregate twice inside a co_await expression.
        Post post{std::move(delivery.headers), std::move(delivery.body)};
        status = co_await deliver(stand, std::move(post), errand);
        scene.says(fmt::format("a webhook is answered {}", status));
    }
    if (delivery.id != 0)
        scene.stands.at(stand)->simulator()->webhook_answered(delivery.id, status, scene.now());
}

// --- Banks, consoles, forgers

Outsiders::Outsiders(Town& town, Carrier& carrier)
    : town_(town), carrier_(carrier), dice_(Dice(town.scene().plan.seed).fork(300)) {}

void Outsiders::come() {
    const auto& plan = town_.scene().plan;
    if (plan.console) town_.let_live(work_at(Outside::given_back));
    if (plan.bank) town_.let_live(work_at(Outside::deposit_taken_back));
    if (plan.rate(Trouble::forged_webhooks) > 0) town_.let_live(forge());
}

std::optional<BookEntry> Outsiders::choose_entry(std::size_t stand) {
    const auto entries = town_.scene().stands.at(stand)->books();
    if (entries.empty()) return std::nullopt;
    return dice_.pick(entries);
}

Task<> Outsiders::work_at(Outside what) {
    auto& scene = town_.scene();
    while (true) {
        co_await town_.wait(dice_.between(5min, 60min));
        if (town_.is_quiet()) co_return;
        const auto stand = dice_.below(scene.stands.size());
        const auto entry = choose_entry(stand);
        if (!entry || entry->captured == 0) continue;
        // A deposit that went back to the buyer already cannot be taken back by the bank.
        if (what == Outside::deposit_taken_back && entry->returned > 0) continue;
        if (scene.stands[stand]->happens(what, entry->payment_key, scene.now()))
            scene.says(fmt::format("{} of {}", word(what), entry->order_id));
    }
}

Task<> Outsiders::forge() {
    auto& scene = town_.scene();
    while (true) {
        co_await town_.wait(dice_.between(5s, 10min));
        if (town_.is_quiet()) co_return;
        const auto stand = dice_.below(scene.stands.size());
        const auto entry = choose_entry(stand);
        if (!entry) continue;
        auto post = scene.stands[stand]->forge(*entry, dice_);
        if (!post) continue;
        scene.says("a webhook is forged about " + entry->order_id);
        co_await carrier_.deliver(stand, std::move(*post), town_.errand(dice_));
    }
}

// --- Weather

void WeatherMaker::come() {
    const auto& plan = town_.scene().plan;
    for (const auto trouble :
         {Trouble::store_outages,
          Trouble::full_store,
          Trouble::provider_outages,
          Trouble::refused_keys}) {
        if (plan.rate(trouble) > 0) town_.let_live(make_spells(trouble));
    }
    if (plan.rate(Trouble::clock_jumps) > 0) town_.let_live(make_clocks_jump());
    if (plan.rate(Trouble::changed_keys) > 0) town_.let_live(change_keys());
}

Task<> WeatherMaker::make_spells(Trouble trouble) {
    auto& scene = town_.scene();
    auto& dice = scene.weather.dice(trouble);
    const bool is_about_the_store =
        trouble == Trouble::store_outages || trouble == Trouble::full_store;
    while (true) {
        co_await town_.wait(dice.between(1min, 30min));
        if (town_.is_quiet()) co_return;
        std::size_t place = 0;
        if (!is_about_the_store) place = dice.below(scene.stands.size());
        const auto length = dice.between(1s, 10min);
        scene.weather.begin(trouble, place, scene.now() + length);
        scene.says(fmt::format("{}: {} ms", describe(trouble), length.count()));
        co_await town_.wait(length);
    }
}

Task<> WeatherMaker::make_clocks_jump() {
    auto& scene = town_.scene();
    auto& dice = scene.weather.dice(Trouble::clock_jumps);
    while (true) {
        co_await town_.wait(dice.between(1min, 20min));
        if (town_.is_quiet()) co_return;
        // Far below the provider's own window, and below what keeps a process from charging at all.
        const auto offset = dice.between(-2min, 2min);
        dice.pick(town_.nodes())->set_clock_off_by(offset);
    }
}

Task<> WeatherMaker::change_keys() {
    auto& dice = town_.scene().weather.dice(Trouble::changed_keys);
    while (true) {
        co_await town_.wait(dice.between(1min, 60min));
        for (const bool has_keys : {false, true}) {
            give_keys(has_keys);
            co_await town_.wait(dice.between(1min, 20min));
        }
    }
}

void WeatherMaker::give_keys(bool has_keys) {
    for (const auto& node : town_.nodes()) {
        if (town_.is_quiet()) return;
        node->set_keys(has_keys);
        node->kill("to read its configuration again");
    }
}

}  // namespace gyeol::simulation
