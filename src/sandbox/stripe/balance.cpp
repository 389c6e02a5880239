#include "sandbox/stripe/balance.hpp"

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

json::array write_fee_details(const Movement& movement) {
    if (movement.fee == 0) return {};
    return {json::object{
        {"amount", movement.fee},
        {"application", nullptr},
        {"currency", movement.gross.currency},
        {"description", "Stripe processing fees"},
        {"type", "stripe_fee"}}};
}

}  // namespace

std::string book(World& world, const Movement& movement, Instant now) {
    const auto available_on =
        movement.is_available ? now : now + world.options.funds_available_after;
    const auto& made = world.add(
        {{"id", world.ids.letters("txn_1", 23)},
         {"object", "balance_transaction"},
         {"amount", movement.gross.minor},
         {"available_on", seconds(available_on)},
         {"balance_type", "payments"},
         {"created", seconds(now)},
         {"currency", movement.gross.currency},
         {"description", nullptr},
         {"exchange_rate", nullptr},
         {"fee", movement.fee},
         {"fee_details", write_fee_details(movement)},
         {"net", movement.gross.minor - movement.fee},
         {"reporting_category", movement.category},
         {"source", movement.source},
         {"status", movement.is_available ? "available" : "pending"},
         {"type", movement.type}}
    );
    return made.id();
}

void ripen_transactions(World& world, Instant now) {
    for (const auto& id : world.books.ids_of("balance_transaction")) {
        auto& transaction = *world.books.find(id);
        if (transaction.status() == "available" ||
            transaction.whole("available_on") > seconds(now)) {
            continue;
        }
        transaction.shown["status"] = "available";
        world.changed(transaction);
    }
}

Answer get_balance_transaction(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    ripen_transactions(call.world, call.now);
    const auto* transaction = call.world.books.find(call.id, "balance_transaction");
    if (transaction == nullptr) return no_such("balance_transaction", call.id);
    return {200, transaction->shown};
}

Answer list_balance_transactions(Call& call) {
    allow_list(call.params, {"type", "source", "currency", "payout"});
    ripen_transactions(call.world, call.now);
    return list(
        call,
        {"balance_transaction",
         "/v1/balance_transactions",
         [&call](const Thing& transaction) {
             // There are no payouts here, so the list of one is empty.
             return !call.params.has("payout") && fits_filter(call.params, transaction, "type") &&
                    fits_filter(call.params, transaction, "source") &&
                    fits_filter(call.params, transaction, "currency");
         }}
    );
}

}  // namespace gyeol::sandbox::stripe
