// The made-up provider of intents in a simulated world.
#pragma once

#include "simulation/intent_books.hpp"
#include "simulation/provider_stand.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::simulation {

class IntentStand final : public ProviderStand {
public:
    [[nodiscard]] domain::ProviderName name() const override;
    [[nodiscard]] std::string_view url() const override;
    sandbox::HandledReply handle(const ports::HttpRequest& request, Instant now) override;
    [[nodiscard]] std::unique_ptr<ports::Provider> connect(Connection connection) const override;
    [[nodiscard]] std::vector<domain::CheckoutFlow> flows() const override;
    [[nodiscard]] std::vector<Means> means() const override;
    std::optional<domain::ConfirmPayment> authenticate(
        const app::Checkout& checkout, Means means, Instant now
    ) override;
    bool happens(Outside what, const std::string& payment_key, Instant now) override;
    [[nodiscard]] std::vector<BookEntry> books() const override;
    [[nodiscard]] std::optional<Post> forge(const BookEntry& about, Dice& dice) const override;

    sandbox::Simulator* simulator() override { return nullptr; }

private:
    IntentBooks books_;
};

}  // namespace gyeol::simulation
