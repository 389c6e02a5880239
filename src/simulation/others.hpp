// Everybody who is not a buyer: the shop's operators, who carries webhooks, what happens at banks and in
// consoles, and who makes the weather.
#pragma once

#include "simulation/town.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::simulation {

/// Gives money back, now in parts, now all, and presses the button twice.
class ShopOperator {
public:
    ShopOperator(Town& town, int number);

    Task<> live();

private:
    [[nodiscard]] std::optional<std::string> choose_order();
    Task<> refund(domain::PaymentId id, std::uint64_t dice_seed);
    Task<> press(domain::PaymentId id, domain::RequestRefund request, Errand errand);

    Town& town_;
    int number_;
    domain::User account_;
    Dice dice_;
};

/// Carries the providers' webhooks to our processes: late, twice, in another order, or not at all.
class Carrier {
public:
    explicit Carrier(Town& town) : town_(town) {}

    /// Takes what is due now. Returns whether anything was.
    bool take_due();

    /// Returns when a provider does something by itself next; none when nothing is planned.
    [[nodiscard]] std::optional<Instant> next_at() const;

    /// Hands one webhook to a process; returns the status of its answer, 0 when there is none.
    Task<int> deliver(std::size_t stand, Post post, Errand errand);

private:
    /// Lets `delivery` travel, late or twice as the weather wants.
    void send_out(std::size_t stand, sandbox::Delivery delivery);
    Task<> carry(std::size_t stand, sandbox::Delivery delivery, Errand errand);

    Town& town_;
};

/// Banks, consoles and forgers.
class Outsiders {
public:
    Outsiders(Town& town, Carrier& carrier);

    void come();

private:
    Task<> work_at(Outside what);
    Task<> forge();
    [[nodiscard]] std::optional<BookEntry> choose_entry(std::size_t stand);

    Town& town_;
    Carrier& carrier_;
    Dice dice_;
};

/// Begins the troubles that last for a while.
class WeatherMaker {
public:
    explicit WeatherMaker(Town& town) : town_(town) {}

    void come();

private:
    Task<> make_spells(Trouble trouble);
    Task<> make_clocks_jump();
    Task<> change_keys();
    void give_keys(bool has_keys);

    Town& town_;
};

}  // namespace gyeol::simulation
