// What e-mails are about: the fields that their templates name.
#pragma once

#include "domain/delivery.hpp"
#include "domain/payment.hpp"
#include "domain/user.hpp"
#include "ports/mailer.hpp"

#include <string>

namespace gyeol::app {

/// To the buyer: what was paid. Requires a payment whose money is here.
ports::Letter write_receipt(
    const domain::Payment& payment, const domain::User& buyer, const domain::Delivery& delivery
);

/// To the administrator: what went wrong with a payment; the buyer is not named.
ports::Letter write_alert(
    const domain::Payment& payment, std::string administrator, const domain::Delivery& delivery
);

/// Returns an amount for people: `9,900 KRW`, `12.50 USD`.
std::string show_money(domain::Money money);

}  // namespace gyeol::app
