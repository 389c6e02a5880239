#include "main/sandbox_roles.hpp"

#include "sandbox/kakaopay/kakaopay_sandbox.hpp"
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

/// Under the key that only the sandbox knows, and with the codes for tests.
std::unique_ptr<sandbox::Simulator> play_kakaopay(const Config& config) {
    sandbox::kakaopay::Options kakaopay;
    kakaopay.site_domains = {config.public_url, config.frontend_url};
    kakaopay.seed = std::random_device{}();
    kakaopay.page_base = fmt::format("http://localhost:{}/kakaopay", config.sandbox_port);
    return std::make_unique<sandbox::kakaopay::KakaoPaySandbox>(std::move(kakaopay));
}

}  // namespace

std::vector<SandboxRole> sandbox_roles(const Config& config, const ProcessOptions& options) {
    std::vector<SandboxRole> roles;
    roles.push_back({play_toss(config, options), std::nullopt});
    roles.push_back({play_kakaopay(config), std::nullopt});
    return roles;
}

}  // namespace gyeol::program
