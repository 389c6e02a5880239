#include "simulation/buyer.hpp"

#include "domain/refund.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::simulation {
namespace {

using namespace std::chrono_literals;
using domain::PaymentStatus;

bool is_decided(PaymentStatus status) {
    return status != PaymentStatus::processing && status != PaymentStatus::unknown;
}

domain::User make_account(Scene& scene, int number) {
    domain::User user;
    user.id = domain::UserId(ports::make_id(scene.ids, scene.now()));
    user.email = fmt::format("buyer{}@shop.example", number);
    user.name = fmt::format("Buyer {}", number);
    user.customer_key = fmt::format("customer-{}", number);
    user.created_at = scene.now();
    return user;
}

}  // namespace

Buyer::Buyer(Town& town, int number)
    : town_(town),
      number_(number),
      account_(make_account(town.scene(), number)),
      dice_(Dice(town.scene().plan.seed).fork(100 + static_cast<std::uint64_t>(number))) {}

void Buyer::says(const std::string& what) {
    town_.scene().says(fmt::format("buyer {} {}", number_, what));
}

Buyer::Tab Buyer::draw_tab() {
    return {
        .provider = dice_.below(town_.scene().stands.size()),
        .plan_id = fmt::format("plan_{}", 1 + dice_.below(plans_on_sale)),
        .dice_seed = dice_.next(),
    };
}

Task<> Buyer::live() {
    co_await town_.wait(dice_.between(0ms, 10min));
    while (!town_.is_quiet()) {
        auto tab = draw_tab();
        if (dice_.chance(250)) {
            // The other tab is about the same plan; often at another provider.
            auto other = tab;
            other.provider = dice_.below(town_.scene().stands.size());
            other.dice_seed = dice_.next();
            says("opens a second tab");
            town_.let_live(open_tab(std::move(other)));
            co_await town_.wait(dice_.between(0ms, 30s));
        }
        co_await open_tab(std::move(tab));
        co_await town_.wait(dice_.between(10s, 40min));
    }
}

Task<> Buyer::open_tab(Tab tab) {
    Dice dice(tab.dice_seed);
    if (owns_.contains(tab.plan_id) || town_.is_quiet()) co_return;
    auto& stand = *town_.scene().stands.at(tab.provider);
    app::StartPayment wanted;
    wanted.plan_id = tab.plan_id;
    wanted.provider = stand.name();
    wanted.idempotency_key = fmt::format("{}-{:x}", number_, dice.next());
    wanted.flow = dice.pick(stand.flows());
    auto checkout = co_await start(std::move(wanted), dice.fork(1));
    if (!checkout) co_return;
    if (dice.chance(80)) {
        says("closes the page");
        if (dice.chance(500)) {
            co_await change_mind(checkout->payment.id, dice.fork(2));
        }
        co_return;
    }
    co_await town_.wait(dice.between(1s, 3min));
    const auto means = dice.pick(stand.means());
    auto back = stand.authenticate(*checkout, means, town_.scene().now());
    if (!back) {
        says("is refused in the window of the provider for " + checkout->payment.order_id);
        co_return;
    }
    says("pays in the window of the provider for " + checkout->payment.order_id);
    if (dice.chance(100)) {
        says("closes the browser before it comes back");
        if (dice.chance(500)) co_return;
        co_await town_.wait(dice.between(1min, 20min));
    }
    if (dice.chance(200)) town_.let_live(double_click(*back, town_.errand(dice)));
    if (dice.chance(80)) {
        // Sent, and nobody waits for the answer.
        town_.let_live(double_click(*back, town_.errand(dice)));
        co_await remember(checkout->payment.order_id, tab, dice.fork(3));
        co_return;
    }
    co_await confirm_until_decided(*back, dice.fork(4));
    // What becomes of it is looked at beside whatever the buyer does next.
    town_.let_live(remember(checkout->payment.order_id, std::move(tab), dice.fork(5)));
}

Task<std::optional<app::Checkout>> Buyer::start(app::StartPayment wanted, Dice dice) {
    const auto key = wanted.idempotency_key;
    for (int tries = 0; tries < 5 && !town_.is_quiet(); ++tries) {
        const std::function<Task<Result<app::Checkout>>(Node&)> what = [account = account_,
                                                                        wanted](Node& node) {
            return node.app().start_payment(account, wanted);
        };
        auto answer = co_await town_.ask<Result<app::Checkout>>(town_.errand(dice), what);
        if (answer && *answer) {
            const auto& order_id = (*answer)->payment.order_id;
            town_.scene().chronicle.answered("start " + key, order_id);
            says("starts " + order_id);
            co_return std::move(**answer);
        }
        if (answer) says("may not start: " + answer->error().reason);
        const bool is_final = answer && !may_retry(answer->error().code);
        if (is_final) co_return std::nullopt;
        co_await town_.wait(dice.between(500ms, 30s));
    }
    co_return std::nullopt;
}

Task<std::optional<Result<domain::Payment>>> Buyer::confirm(
    domain::ConfirmPayment command, Errand errand
) {
    const std::function<Task<Result<domain::Payment>>(Node&)> what = [owner = account_.id,
                                                                      command](Node& node) {
        return node.app().confirm_payment({.owner = owner, .checkout_token = {}}, command);
    };
    auto answer = co_await town_.ask<Result<domain::Payment>>(errand, what);
    if (answer) {
        const auto told = *answer ? std::string(word((*answer)->status)) : answer->error().reason;
        says(fmt::format("confirms {} and is told {}", command.order_id, told));
    } else {
        says(fmt::format("confirms {} and is told nothing", command.order_id));
    }
    co_return answer;
}

Task<> Buyer::double_click(domain::ConfirmPayment command, Errand errand) {
    static_cast<void>(co_await confirm(std::move(command), errand));
}

Task<> Buyer::confirm_until_decided(domain::ConfirmPayment command, Dice dice) {
    for (int tries = 0; tries < 6; ++tries) {
        auto answer = co_await confirm(command, town_.errand(dice));
        if (answer && *answer && is_decided((*answer)->status)) co_return;
        if (answer && !*answer && !may_retry(answer->error().code)) co_return;
        if (dice.chance(150)) co_return;  // Closes the page that waits.
        co_await town_.wait(dice.between(1s, 90s));
    }
}

Task<> Buyer::remember(std::string order_id, Tab tab, Dice dice) {
    co_await town_.wait(dice.between(1s, 2min));
    // What the page of the buyer's own payments shows.
    const auto id = domain::PaymentId(ports::derive_id(town_.scene().ids, order_id));
    const std::function<Task<Result<domain::Payment>>(Node&)> what =
        [owner = account_.id, id](Node& node) { return node.app().read_payment(owner, id); };
    auto answer = co_await town_.ask<Result<domain::Payment>>(town_.errand(dice), what);
    if (!answer || !*answer) co_return;
    co_await after_the_decision(std::move(**answer), std::move(tab), dice.fork(1));
}

Task<> Buyer::after_the_decision(domain::Payment payment, Tab tab, Dice dice) {
    if (payment.status == PaymentStatus::completed) {
        owns_.emplace(tab.plan_id, payment.order_id);
        if (dice.chance(150)) {
            co_await ask_back(payment.id, dice.fork(1));
        }
    } else if (payment.status == PaymentStatus::waiting_for_deposit) {
        co_await wait_for_account(std::move(payment), std::move(tab), dice.fork(2));
    } else if (payment.status == PaymentStatus::pending && dice.chance(300)) {
        co_await change_mind(payment.id, dice.fork(3));
    }
}

Task<> Buyer::wait_for_account(domain::Payment payment, Tab tab, Dice dice) {
    if (!payment.attempt) co_return;
    const auto payment_key = payment.attempt->payment_key;
    const auto& plan_id = tab.plan_id;
    if (dice.chance(300)) {
        // Forgets it, perhaps buys again another way, and then somebody at home pays into the account.
        co_await town_.wait(dice.between(50min, 150min));
        auto& late = *town_.scene().stands.at(tab.provider);
        if (late.happens(Outside::late_deposit, payment_key, town_.scene().now()))
            says("is surprised by a late deposit for " + payment.order_id);
        co_return;
    }
    co_await town_.wait(dice.between(10s, 30min));
    if (dice.chance(250)) {
        co_await change_mind(payment.id, dice.fork(1));
    }
    if (dice.chance(250)) co_return;
    const auto what = dice.chance(200) ? Outside::late_deposit : Outside::deposit;
    auto& stand = *town_.scene().stands.at(tab.provider);
    if (!stand.happens(what, payment_key, town_.scene().now())) co_return;
    says(fmt::format("makes {} for {}", word(what), payment.order_id));
    owns_.emplace(plan_id, payment.order_id);
}

Task<> Buyer::change_mind(domain::PaymentId id, Dice dice) {
    const std::function<Task<Result<domain::Payment>>(Node&)> what =
        [owner = account_.id, id](Node& node) { return node.app().cancel_payment(owner, id); };
    auto answer = co_await town_.ask<Result<domain::Payment>>(town_.errand(dice), what);
    says(
        "cancels and is told " + (!answer               ? std::string("nothing")
                                  : answer->has_value() ? std::string(word((*answer)->status))
                                                        : answer->error().reason)
    );
}

Task<> Buyer::ask_back(domain::PaymentId id, Dice dice) {
    co_await town_.wait(dice.between(1s, 20min));
    const std::function<Task<Result<domain::Payment>>(Node&)> look =
        [owner = account_.id, id](Node& node) { return node.app().read_payment(owner, id); };
    auto seen = co_await town_.ask<Result<domain::Payment>>(town_.errand(dice), look);
    if (!seen || !*seen) co_return;
    domain::RequestRefund request;
    request.expected_balance_minor = domain::refundable(**seen).minor;
    request.amount_minor = request.expected_balance_minor;
    request.reason = fmt::format("buyer {} {:x}", number_, dice.next());
    if ((*seen)->method == domain::PaymentMethod::virtual_account)
        request.account = domain::RefundAccount{"88", "110123456789", "김결"};
    const auto key = request.reason;
    const std::function<Task<Result<DeskAnswer>>(Node&)> what =
        [account = account_, id, request, key](Node& node) {
            return node.desk().refund_once(account, id, request, key);
        };
    auto answer = co_await town_.ask<Result<DeskAnswer>>(town_.errand(dice), what);
    if (answer && *answer) says("asks the money back and is told: " + (*answer)->text);
}

}  // namespace gyeol::simulation
