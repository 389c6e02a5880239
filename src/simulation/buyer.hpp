// A buyer: chooses a plan, pays in the provider's window, comes back; double-clicks, opens two tabs, closes
// the browser, comes back later, changes their mind.
#pragma once

#include "simulation/town.hpp"

#include <map>
#include <optional>
#include <string>

namespace gyeol::simulation {

class Buyer {
public:
    /// The buyer has an account already.
    Buyer(Town& town, int number);

    /// Everything the buyer does until the quiet days.
    Task<> live();

private:
    /// What a tab does next; drawn before it is opened, so that two tabs do not disturb each other.
    struct Tab {
        std::size_t provider = 0;
        std::string plan_id;
        std::uint64_t dice_seed = 0;
    };

    [[nodiscard]] Tab draw_tab();
    Task<> open_tab(Tab tab);
    Task<std::optional<app::Checkout>> start(app::StartPayment wanted, Dice dice);
    Task<> confirm_until_decided(domain::ConfirmPayment command, Dice dice);
    Task<std::optional<Result<domain::Payment>>> confirm(
        domain::ConfirmPayment command, Errand errand
    );
    Task<> double_click(domain::ConfirmPayment command, Errand errand);
    Task<> after_the_decision(domain::Payment payment, Tab tab, Dice dice);
    Task<> wait_for_account(domain::Payment payment, Tab tab, Dice dice);
    Task<> change_mind(domain::PaymentId id, Dice dice);
    Task<> ask_back(domain::PaymentId id, Dice dice);
    Task<> remember(std::string order_id, Tab tab, Dice dice);
    void says(const std::string& what);

    Town& town_;
    int number_;
    domain::User account_;
    Dice dice_;
    /// The plans that this buyer knows to be paid: nobody buys those again.
    std::map<std::string, std::string> owns_;
};

}  // namespace gyeol::simulation
