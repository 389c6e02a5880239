#include "main/config.hpp"

#include "main/config_plans.hpp"
#include "main/config_providers.hpp"
#include "main/config_reader.hpp"
#include "main/config_unsupported.hpp"
#include "main/config_values.hpp"
#include "platform/digest.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace gyeol::program {
namespace {

constexpr std::size_t jwt_secret_bytes_min = 32;  // RFC 7518: a key at least as long as the hash.

bool is_production(const Config& config) {
    return config.environment == NodeEnv::production;
}

void read_environment(ConfigReader& reader) {
    const auto text = reader.text("NODE_ENV", "development");
    for (const auto environment : {NodeEnv::development, NodeEnv::test, NodeEnv::production}) {
        if (text == word(environment)) {
            reader.out.config.environment = environment;
            return;
        }
    }
    reader.refuse(
        "NODE_ENV", "It is none of development, test, production.", "Set one of the three."
    );
    // The stricter reading, so that a typing error never opens a production server.
    reader.out.config.environment = NodeEnv::production;
}

unsigned short read_port(ConfigReader& reader, std::string_view name, std::string_view fallback) {
    const auto port = parse_port(reader.text(name, fallback));
    if (!port) {
        reader.refuse(
            name, "It is not a port.", "Set a number from 1 to 65535, or 0 for any free one."
        );
    }
    return port.value_or(0);
}

std::string read_origin(ConfigReader& reader, std::string_view name, const std::string& fallback) {
    auto text = reader.text(name, fallback);
    const auto origin = parse_origin(text);
    if (origin) return *origin;
    reader.refuse(name, origin.error().detail, "Write it as https://pay.example.com.");
    return text;
}

void read_addresses(ConfigReader& reader) {
    auto& config = reader.out.config;
    config.listen_address =
        reader.text("GYEOL_LISTEN", is_production(config) ? "0.0.0.0" : "127.0.0.1");
    config.port = read_port(reader, "PORT", "8080");
    config.sandbox_port = read_port(reader, "GYEOL_SANDBOX_PORT", "8081");
    config.demo_port = read_port(reader, "GYEOL_DEMO_PORT", "8082");
    config.stripe_port = read_port(reader, "GYEOL_STRIPE_PORT", "8083");
    config.public_url =
        read_origin(reader, "GYEOL_PUBLIC_URL", "http://localhost:" + std::to_string(config.port));
    const auto shop = is_production(config)
                          ? config.public_url
                          : "http://localhost:" + std::to_string(config.demo_port);
    config.frontend_url = read_origin(reader, "FRONTEND_URL", shop);
    if (!is_production(config)) return;
    if (!config.public_url.starts_with("https://")) {
        reader.refuse(
            "GYEOL_PUBLIC_URL",
            "In production buyers must reach it by https.",
            "Set the https address that browsers use, such as https://pay.example.com."
        );
    }
    if (!config.frontend_url.starts_with("https://")) {
        reader.notice("FRONTEND_URL", "It is not https.", "Set the https address of your site.");
    }
}

void read_tls(ConfigReader& reader) {
    auto& config = reader.out.config;
    config.tls_cert_file = reader.find("TLS_CERT_FILE").value_or("");
    config.tls_key_file = reader.find("TLS_KEY_FILE").value_or("");
    if (config.tls_cert_file.empty() != config.tls_key_file.empty()) {
        const auto* missing = config.tls_cert_file.empty() ? "TLS_CERT_FILE" : "TLS_KEY_FILE";
        reader.refuse(
            missing, "It is missing, although its other half is set.", "Set both, or neither."
        );
    }
}

void read_log_level(ConfigReader& reader) {
    const auto text = reader.text("GYEOL_LOG_LEVEL", "info");
    for (const auto level :
         {NoteLevel::debug, NoteLevel::info, NoteLevel::warning, NoteLevel::error}) {
        if (text != word(level)) continue;
        reader.out.config.log_level = level;
        return;
    }
    reader.refuse(
        "GYEOL_LOG_LEVEL", "It is none of debug, info, warning, error.", "Set one of the four."
    );
}

void read_plans(ConfigReader& reader, const Sources& sources) {
    auto& config = reader.out.config;
    const auto path = reader.find("GYEOL_PLANS");
    if (!path) {
        reader.show("GYEOL_PLANS", "three demo plans", "default");
        config.plans = demo_plans();
        if (is_production(config)) {
            reader.refuse(
                "GYEOL_PLANS",
                "In production the demo's plans are not sold.",
                "Write your plans as in packaging/plans.example.jsonc and set the file's path."
            );
        }
        return;
    }
    const auto text = sources.read_file(*path);
    if (!text) {
        return reader.refuse(
            "GYEOL_PLANS", "The file " + *path + " cannot be read.", "Check the path."
        );
    }
    auto plans = parse_plans(*text);
    if (plans) {
        config.plans = std::move(*plans);
        return;
    }
    for (const auto& complaint : plans.error()) {
        reader.refuse("GYEOL_PLANS", complaint, "packaging/plans.example.jsonc shows how.");
    }
}

/// Returns the secret as given, or none when it is missing or nobody's: told in production, made up for
/// in development.
std::optional<std::string> find_secret(ConfigReader& reader, std::string_view name) {
    auto value = reader.find(name);
    if (value && !is_placeholder(*value)) return value;
    const auto cure = "Make one with `openssl rand -hex 32`.";
    if (is_production(reader.out.config)) {
        reader.refuse(
            name,
            value ? "It is an example's value, which everybody knows." : "It is missing.",
            cure
        );
        return std::nullopt;
    }
    if (value) {
        reader.notice(
            name, "It is an example's value; one made for this machine is used instead.", cure
        );
    }
    return std::nullopt;
}

void read_jwt(ConfigReader& reader, std::optional<std::string> given, const KeptSecrets& kept) {
    auto& config = reader.out.config;
    config.jwt_secret = given ? Secret(std::move(*given)) : kept.jwt_secret;
    const auto length = config.jwt_secret.reveal().size();
    if (length > 0 && length < jwt_secret_bytes_min) {
        const std::string what =
            "It is shorter than 32 bytes, so that tokens could be forged by trying.";
        const std::string cure = "Make one with `openssl rand -hex 32`.";
        is_production(config) ? reader.refuse("JWT_SECRET", what, cure)
                              : reader.notice("JWT_SECRET", what, cure);
    }
    const auto life = parse_span(reader.text("JWT_EXPIRES_IN", "7d"));
    if (!life) {
        reader.refuse(
            "JWT_EXPIRES_IN",
            "It is not a time.",
            "Write 7d, 12h, 30m, 3s or seconds; at most 400d."
        );
    }
    config.jwt_life = life.value_or(Millis(0));
}

void read_refunds(ConfigReader& reader) {
    const auto text = reader.text("GYEOL_REFUND_BY_OWNER", "0");
    if (text == "0") return;
    const auto span = parse_span(text);
    if (!span) {
        reader.refuse(
            "GYEOL_REFUND_BY_OWNER",
            "It is not a time.",
            "Write 7d, 12h or 30m: how long a buyer may take the money back; 0 leaves it to you."
        );
    }
    reader.out.config.refund_by_owner = span.value_or(Millis(0));
}

void read_encryption(
    ConfigReader& reader, std::optional<std::string> given, const KeptSecrets& kept
) {
    auto& config = reader.out.config;
    const Secret current = given ? Secret(std::move(*given)) : kept.encryption_key;
    const Secret earlier(reader.find("ENCRYPTION_KEY_PREVIOUS").value_or(""));
    if (current.empty()) return;
    auto keys = platform::parse_cipher_keys(current, earlier);
    if (!keys) {
        const auto* name =
            platform::parse_cipher_key(current) ? "ENCRYPTION_KEY_PREVIOUS" : "ENCRYPTION_KEY";
        return reader.refuse(
            name,
            keys.error().detail,
            "Make one with `openssl rand -hex 32`; separate earlier ones by spaces."
        );
    }
    config.encryption_keys = std::move(*keys);
    const platform::HmacSha256 oldest(config.encryption_keys.back().bytes);
    const auto derived = oldest.digest("gyeol derivation 1");
    config.derivation_secret = Secret(std::string(platform::text_of(derived)));
}

void read_secrets(ConfigReader& reader, const Sources& sources) {
    auto& config = reader.out.config;
    auto jwt_secret = find_secret(reader, "JWT_SECRET");
    auto encryption_key = find_secret(reader, "ENCRYPTION_KEY");
    KeptSecrets kept;
    if (!is_production(config) && (!jwt_secret || !encryption_key)) {
        const auto made = sources.keep_secrets(config.data_dir);
        if (!made) {
            reader.refuse(
                "GYEOL_DATA_DIR",
                made.error().detail,
                "Make the folder writable, or set the secrets yourself."
            );
        } else {
            kept = *made;
        }
        if (!jwt_secret) reader.show("JWT_SECRET", "***", "made once, in the data folder");
        if (!encryption_key) reader.show("ENCRYPTION_KEY", "***", "made once, in the data folder");
    }
    read_jwt(reader, std::move(jwt_secret), kept);
    read_encryption(reader, std::move(encryption_key), kept);
    read_refunds(reader);
}

void read_merchant(ConfigReader& reader) {
    auto& config = reader.out.config;
    config.merchant_name = reader.text("GYEOL_MERCHANT_NAME", "K-TEST");
    constexpr std::size_t bytes_max = 100;
    if (config.merchant_name.size() > bytes_max) {
        reader.refuse(
            "GYEOL_MERCHANT_NAME",
            "It is longer than 100 bytes.",
            "Shorten it; buyers read it on a phone."
        );
    }
}

/// Puts the settings into the order of the table, which is how people look for them.
void sort_settings(std::vector<Setting>& settings) {
    const auto place = [](const Setting& setting) { return find_variable(setting.name); };
    std::stable_sort(
        settings.begin(),
        settings.end(),
        [&place](const Setting& left, const Setting& right) { return place(left) < place(right); }
    );
}

}  // namespace

std::string_view word(NodeEnv environment) {
    switch (environment) {
        case NodeEnv::development:
            return "development";
        case NodeEnv::test:
            return "test";
        case NodeEnv::production:
            return "production";
    }
    return "production";
}

LoadedConfig load_config(const Sources& sources) {
    ConfigReader reader(sources);
    reader.out.config.providers = sources.providers;
    read_environment(reader);
    reader.out.config.data_dir = reader.text("GYEOL_DATA_DIR", "./data");
    read_addresses(reader);
    read_tls(reader);
    read_log_level(reader);
    read_merchant(reader);
    read_plans(reader, sources);
    read_secrets(reader, sources);
    read_providers(reader);
    read_mail(reader);
    read_private_endpoints(reader);
    read_unsupported(reader);
    sort_settings(reader.out.settings);
    return std::move(reader.out);
}

Result<std::string> read_text_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file.is_open() || file.bad()) return invalid("file", "The file cannot be read.");
    return text;
}

}  // namespace gyeol::program
