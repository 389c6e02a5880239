// What survives every crash of ours in a simulated world: time, the durable store, the providers, the
// weather, and what was seen.
#pragma once

#include "platform/jwt_signer.hpp"
#include "simulation/chronicle.hpp"
#include "simulation/place_cipher.hpp"
#include "simulation/plan.hpp"
#include "simulation/provider_stand.hpp"
#include "simulation/seeded_ids.hpp"
#include "simulation/trace.hpp"
#include "simulation/virtual_clock.hpp"
#include "simulation/weather.hpp"
#include "storage/memory_store.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gyeol::simulation {

/// Nobody signs in here: people are known already.
class NoPasswords final : public ports::PasswordHasher {
public:
    Task<Result<std::string>> hash(Secret password) override;
    Task<Result<bool>> verify(Secret password, std::string stored) override;
};

struct Scene {
    Scene(Plan made_of, bool keeps_story);

    void says(const std::string& line) { trace.say(clock.now(), line); }

    [[nodiscard]] Instant now() const { return clock.now(); }

    /// Returns which stand answers at `url`, none when nobody does.
    [[nodiscard]] std::optional<std::size_t> find_stand(const std::string& url) const;

    /// Returns when the next payment or webhook is due; none when nothing is.
    [[nodiscard]] std::optional<Instant> next_due() const;

    Plan plan;
    boost::asio::io_context io;  // Of everybody who is not one of our processes.
    VirtualClock clock;          // The true time.
    Trace trace;
    Weather weather;
    Chronicle chronicle;
    PlaceCipher cipher;
    SeededIds ids;
    NoPasswords passwords;
    platform::JwtSigner tokens;
    storage::MemoryStore store;
    std::vector<std::unique_ptr<ProviderStand>> stands;
};

}  // namespace gyeol::simulation
