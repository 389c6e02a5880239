#include "simulation/intent_stand.hpp"

#include "simulation/intent_provider.hpp"

namespace gyeol::simulation {
namespace {

constexpr std::string_view intent_url = "http://intents.sim";

}  // namespace

domain::ProviderName IntentStand::name() const {
    return domain::ProviderName::stripe;
}

std::string_view IntentStand::url() const {
    return intent_url;
}

sandbox::HandledReply IntentStand::handle(const ports::HttpRequest& request, Instant now) {
    return {books_.handle(request, now), {}, "intents"};
}

std::unique_ptr<ports::Provider> IntentStand::connect(Connection connection) const {
    if (!connection.has_keys) return nullptr;
    return std::make_unique<IntentProvider>(
        connection.http, connection.clock, std::string(intent_url)
    );
}

std::vector<domain::CheckoutFlow> IntentStand::flows() const {
    return {domain::CheckoutFlow::element};
}

std::vector<Means> IntentStand::means() const {
    return {Means::card, Means::card, Means::declined_card};
}

std::optional<domain::ConfirmPayment> IntentStand::authenticate(
    const app::Checkout& checkout, Means means, Instant now
) {
    const auto& payment = checkout.payment;
    if (means != Means::card || !payment.preparation) return std::nullopt;
    const auto& id = payment.preparation->payment_key;
    if (!books_.pay(id, now)) return std::nullopt;
    return domain::ConfirmPayment{
        .payment_key = id, .order_id = payment.order_id, .amount_minor = std::nullopt};
}

bool IntentStand::happens(Outside what, const std::string& payment_key, Instant now) {
    return what == Outside::given_back && books_.give_back(payment_key, now);
}

std::vector<BookEntry> IntentStand::books() const {
    std::vector<BookEntry> entries;
    for (const auto& intent : books_.intents()) {
        entries.push_back(
            {.payment_key = intent.id,
             .order_id = intent.order_id,
             .captured = intent.captured,
             .returned = intent.returned()}
        );
    }
    return entries;
}

std::optional<Post> IntentStand::forge(const BookEntry& /*about*/, Dice& /*dice*/) const {
    return std::nullopt;
}

}  // namespace gyeol::simulation
