// Toss Payments in a simulated world: its sandbox, and what browsers, bank and console do there.
#pragma once

#include "sandbox/toss/toss_sandbox.hpp"
#include "simulation/provider_stand.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::simulation {

class TossStand final : public ProviderStand {
public:
    explicit TossStand(std::uint64_t seed);

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

    sandbox::Simulator* simulator() override { return &sandbox_; }

private:
    std::optional<boost::json::object> browser(
        const std::string& path, const boost::json::object& body, Instant now
    );

    sandbox::toss::TossSandbox sandbox_;
};

}  // namespace gyeol::simulation
