// The configuration of the whole program: read once at the start, from flags, environment and `.env`,
// checked as a whole, and never read again. Nothing below `main/` knows where a value came from.
#pragma once

#include "base/note.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "domain/plan.hpp"
#include "main/config_kakaopay.hpp"
#include "main/config_mail.hpp"
#include "main/config_problem.hpp"
#include "main/config_secrets.hpp"
#include "main/config_stripe.hpp"
#include "main/config_toss.hpp"
#include "platform/aes_cipher.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::program {

/// The words of `NODE_ENV`.
enum class NodeEnv : std::uint8_t { development, test, production };

std::string_view word(NodeEnv environment);

/// Whether the command brings its own provider.
enum class Providers : std::uint8_t {
    real,     // `gyeol serve`, `gyeol doctor`.
    sandbox,  // `gyeol dev`, `gyeol sandbox`.
};

struct Config {
    NodeEnv environment = NodeEnv::development;
    Providers providers = Providers::real;
    std::string listen_address = "127.0.0.1";
    unsigned short port = 8080;
    unsigned short sandbox_port = 8081;
    unsigned short demo_port = 8082;
    unsigned short stripe_port = 8083;  // The sandbox's Stripe again, at the root.
    std::string public_url;             // An origin, such as https://pay.k-test.kr.
    std::string frontend_url;           // The origin that CORS allows.
    std::string data_dir;
    std::string tls_cert_file;  // Both or none.
    std::string tls_key_file;
    std::string merchant_name;
    NoteLevel log_level = NoteLevel::info;
    std::vector<domain::Plan> plans;
    Secret jwt_secret;
    Millis jwt_life{};
    Millis
        refund_by_owner{};  // How long after paying a buyer may take the money back; zero: never.
    std::vector<platform::CipherKey> encryption_keys;  // The first seals.
    /// What ids are derived with: made from the oldest encryption key, so that it stays when keys rotate.
    Secret derivation_secret;
    TossKeys toss;
    std::string toss_api_url;  // Without a slash at its end, as all of them.
    std::optional<KakaoPayKeys> kakaopay;
    std::string kakaopay_api_url;
    std::optional<StripeKeys> stripe;
    std::string stripe_api_url;
    bool live = false;  // The keys take real money: those of all providers are of one mode.
    MailSettings mail;
    bool private_endpoints = false;  // Webhooks of ours may go to private networks.
};

/// One setting as it is shown: a secret by its first letters only.
struct Setting {
    std::string name;
    std::string shown;
    std::string
        source;  // `flag`, `environment`, `.env line 7`, `JWT_SECRET_FILE`, `default`, `made once`.
};

/// Where values come from. Every outside thing is handed in, so that the same sources give the same
/// configuration.
struct Sources {
    Providers providers = Providers::real;
    std::map<std::string, std::string, std::less<>> flags;  // By the variable's name.
    std::map<std::string, std::string, std::less<>> environment;
    std::string env_file;  // The text of `.env`, empty when there is none.
    std::function<Result<std::string>(const std::string& path)> read_file;
    std::function<Result<KeptSecrets>(const std::string& data_dir)> keep_secrets =
        program::keep_secrets;
};

struct LoadedConfig {
    Config config;
    std::vector<Problem> problems;  // Each one keeps the program from starting.
    std::vector<Problem> notices;   // What is accepted, but not as the reader may think.
    std::vector<Setting> settings;

    [[nodiscard]] bool is_usable() const { return problems.empty(); }
};

/// Reads everything and says everything that is wrong, not only the first. A flag wins over the
/// environment, that over `.env`, that over the default; an empty value is no value.
LoadedConfig load_config(const Sources& sources);

/// Returns the text of a file, for `Sources::read_file`.
Result<std::string> read_text_file(const std::string& path);

}  // namespace gyeol::program
