// One provider in a simulated world: its own books, the window in which buyers pay, and whatever people do
// there without us. A provider joins the simulation by one of these and one line in `make_stands`.
#pragma once

#include "app/app.hpp"
#include "base/time.hpp"
#include "domain/payment_confirm.hpp"
#include "ports/http_client.hpp"
#include "ports/provider.hpp"
#include "sandbox/fault.hpp"
#include "sandbox/simulator.hpp"
#include "simulation/dice.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::simulation {

/// What an adapter is made with; all of it outlives the adapter.
struct Connection {
    ports::HttpClient& http;
    ports::Clock& clock;
    const ports::IdSource& ids;
    bool has_keys = true;  // Otherwise the shop's configuration lost them.
};

/// What the provider took for one of its payments and gave back, by its own count.
struct BookEntry {
    std::string payment_key;
    std::string order_id;
    std::int64_t captured = 0;
    std::int64_t returned = 0;
    std::string currency = "KRW";
};

/// What a buyer does in the provider's window.
enum class Means : std::uint8_t { card, declined_card, virtual_account };

/// Something that happens at a bank or in the provider's console, without us.
enum class Outside : std::uint8_t { deposit, late_deposit, deposit_taken_back, given_back };

std::string_view word(Outside what);

/// A webhook as it arrives.
struct Post {
    std::vector<ports::HttpHeader> headers;
    std::string body;
};

/// Lives as long as the world; survives every crash of ours. Time never runs backwards from call to call.
class ProviderStand {
public:
    ProviderStand() = default;
    ProviderStand(const ProviderStand&) = delete;
    ProviderStand& operator=(const ProviderStand&) = delete;
    virtual ~ProviderStand() = default;

    [[nodiscard]] virtual domain::ProviderName name() const = 0;

    /// What the addresses of its API begin with.
    [[nodiscard]] virtual std::string_view url() const = 0;

    /// Answers one call of the API; the URL has lost its `url()`.
    virtual sandbox::HandledReply handle(const ports::HttpRequest& request, Instant now) = 0;

    /// Returns the real adapter, wired to this stand.
    [[nodiscard]] virtual std::unique_ptr<ports::Provider> connect(Connection connection) const = 0;

    /// Returns how a browser may meet it, the usual way more often.
    [[nodiscard]] virtual std::vector<domain::CheckoutFlow> flows() const = 0;

    /// Returns what buyers may do in its window, the usual more often.
    [[nodiscard]] virtual std::vector<Means> means() const = 0;

    /// The buyer pays in the provider's window. Returns what the browser comes back with; none when the
    /// window refused or closed.
    virtual std::optional<domain::ConfirmPayment> authenticate(
        const app::Checkout& checkout, Means means, Instant now
    ) = 0;

    /// Returns whether `what` happened to the payment.
    virtual bool happens(Outside what, const std::string& payment_key, Instant now) = 0;

    [[nodiscard]] virtual std::vector<BookEntry> books() const = 0;

    /// Returns a webhook that nobody at the provider sent, about an entry of the books; none where
    /// webhooks do not exist.
    [[nodiscard]] virtual std::optional<Post> forge(const BookEntry& about, Dice& dice) const = 0;

    /// Returns what sends webhooks and lets windows expire; null when nothing happens by itself.
    virtual sandbox::Simulator* simulator() = 0;
};

/// Returns one stand for every provider, in a fixed order.
std::vector<std::unique_ptr<ProviderStand>> make_stands(std::uint64_t seed);

}  // namespace gyeol::simulation
