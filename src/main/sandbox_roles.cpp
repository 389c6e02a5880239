#include "main/sandbox_roles.hpp"

#include "platform/digest.hpp"
#include "sandbox/kakaopay/kakaopay_sandbox.hpp"
#include "sandbox/stripe/stripe_sandbox.hpp"
#include "sandbox/toss/toss_sandbox.hpp"

#include <fmt/format.h>

#include <random>
#include <utility>

namespace gyeol::program {
namespace {

/// Where webhooks go: to this process's own server, or to where the flag says; in process nowhere.
std::string webhook_url(
    const Config& config, const ProcessOptions& options, std::string_view path
) {
    if (options.sandbox_in_process) return {};
    return options.payments ? config.public_url + std::string(path) : options.webhook_url;
}

std::unique_ptr<sandbox::Simulator> play_toss(const Config& config, const ProcessOptions& options) {
    sandbox::toss::Options toss;
    toss.webhooks.url = webhook_url(config, options, "/api/payment/webhook");
    toss.shop_origins = {config.public_url, config.frontend_url};
    for (const auto& pair : {config.toss.widget, config.toss.window}) {
        if (!pair) continue;
        sandbox::toss::KeyPair keys;
        keys.client_key = pair->client_key;
        keys.secret_key = pair->secret_key.reveal();
        toss.key_pairs.push_back(std::move(keys));
    }
    // Another seed in every process: a journal already holds the ids that the first ones made.
    toss.seed = std::random_device{}();
    toss.page_base = fmt::format("http://localhost:{}/toss", config.sandbox_port);
    return std::make_unique<sandbox::toss::TossSandbox>(std::move(toss));
}

/// With the codes for tests only.
std::unique_ptr<sandbox::Simulator> play_kakaopay(const Config& config) {
    sandbox::kakaopay::Options kakaopay;
    kakaopay.site_domains = {config.public_url, config.frontend_url};
    if (config.kakaopay) kakaopay.dev_keys = {config.kakaopay->secret_key.reveal()};
    kakaopay.seed = std::random_device{}();
    kakaopay.page_base = fmt::format("http://localhost:{}/kakaopay", config.sandbox_port);
    return std::make_unique<sandbox::kakaopay::KakaoPaySandbox>(std::move(kakaopay));
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the order of `sandbox::stripe::Sign`.
std::string sign(std::string_view secret, std::string_view bytes) {
    const platform::HmacSha256 hmac{Secret(std::string(secret))};
    return std::string(platform::text_of(hmac.digest(bytes)));
}

std::unique_ptr<sandbox::Simulator> play_stripe(
    const Config& config, const ProcessOptions& options
) {
    sandbox::stripe::Options stripe;
    // A server of its own registers its endpoint through the API, as at Stripe.
    const bool has_server = options.payments && !options.sandbox_in_process;
    if (has_server && config.stripe && !config.stripe->webhook_secrets.empty()) {
        stripe.webhooks.endpoints = {
            {config.public_url + "/api/payment/webhook/stripe",
             config.stripe->webhook_secrets.front().reveal()}};
    }
    stripe.sign = sign;
    stripe.seed = std::random_device{}();
    stripe.page_base = fmt::format("http://localhost:{}/stripe", config.sandbox_port);
    return std::make_unique<sandbox::stripe::StripeSandbox>(std::move(stripe));
}

}  // namespace

std::vector<SandboxRole> sandbox_roles(const Config& config, const ProcessOptions& options) {
    std::vector<SandboxRole> roles;
    roles.push_back({play_toss(config, options), std::nullopt});
    roles.push_back({play_kakaopay(config), std::nullopt});
    // The official client of Stripe knows no prefix.
    roles.push_back({play_stripe(config, options), config.stripe_port});
    return roles;
}

}  // namespace gyeol::program
