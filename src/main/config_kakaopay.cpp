#include "main/config_kakaopay.hpp"

#include "main/config_providers.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace gyeol::program {
namespace {

constexpr ProviderWords kakaopay{
    .title = "Kakao Pay",
    .key = "KAKAO_SECRET_KEY",
    .url = "KAKAOPAY_API_URL",
    .own_host = "https://open-api.kakaopay.com",
    .sandbox_path = "/kakaopay",
};

constexpr std::string_view key_name = kakaopay.key;
constexpr std::string_view cid_name = "KAKAO_CID_ONETIME";
constexpr std::string_view test_cid = "TC0ONETIME";

bool is_test_cid(std::string_view cid) {
    return cid.starts_with("TC");
}

// Keys are opaque, but those seen so far tell what they are for.
bool is_development_key(std::string_view key) {
    return key.starts_with("DEV");
}

bool is_production_key(std::string_view key) {
    return key.starts_with("PRD");
}

/// Admin, REST and JavaScript keys of developers.kakao.com are 32 hexadecimal digits.
bool is_key_of_the_old_api(std::string_view key) {
    constexpr std::size_t digits = 32;
    return key.size() == digits &&
           key.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void check_key(ConfigReader& reader, std::string_view key) {
    const bool is_printable = std::all_of(key.begin(), key.end(), [](char letter) {
        return letter > ' ' && letter < '\x7F';
    });
    if (!is_printable) {
        reader.refuse(
            key_name,
            "It is not a key: it has spaces or letters that no key has.",
            "Copy the secret key from developers.kakaopay.com."
        );
    } else if (is_key_of_the_old_api(key)) {
        reader.refuse(
            key_name,
            "It is a key of developers.kakao.com, which pays for nothing today.",
            "Copy the secret key from developers.kakaopay.com, which is another site."
        );
    }
}

void check_cid(ConfigReader& reader, std::string_view cid) {
    constexpr std::size_t length = 10;
    const bool is_code =
        cid.size() == length &&
        cid.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string_view::npos;
    if (!is_code) {
        reader.refuse(
            cid_name,
            "It is not a merchant code, which has ten capitals and digits.",
            "Set TC0ONETIME for tests, or the code of your contract."
        );
    } else if (is_test_cid(cid) && cid != test_cid) {
        reader.refuse(
            cid_name,
            "It is the test code of another product, such as recurring payments.",
            "Set TC0ONETIME for tests of one-time payments."
        );
    }
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the order of the variables.
void check_pair(ConfigReader& reader, std::string_view key, std::string_view cid) {
    if (is_development_key(key) && !is_test_cid(cid)) {
        reader.refuse(
            cid_name,
            "It is a code of a contract, and KAKAO_SECRET_KEY is a development key.",
            "Set TC0ONETIME, or the production key that goes with the code."
        );
    } else if (is_production_key(key) && is_test_cid(cid)) {
        reader.refuse(
            cid_name,
            "It is the code for tests, and KAKAO_SECRET_KEY is a production key.",
            "Set the code of your contract, or the development key."
        );
    }
}

/// Returns the code as given, or the one for tests where nothing else can be meant.
std::string read_cid(ConfigReader& reader, std::string_view key) {
    auto given = reader.find(cid_name);
    if (given) return std::move(*given);
    const bool is_production = reader.out.config.environment == NodeEnv::production;
    if (!is_production && !is_production_key(key)) {
        reader.show(cid_name, std::string(test_cid), "default");
        return std::string(test_cid);
    }
    reader.refuse(
        cid_name,
        "It is missing, although KAKAO_SECRET_KEY is set.",
        "Set the ten characters that Kakao Pay's contract for one-time payments gave you."
    );
    return {};
}

}  // namespace

std::optional<KeyMode> read_kakaopay(ConfigReader& reader) {
    auto& config = reader.out.config;
    const auto problems_before = reader.out.problems.size();
    auto key = find_provider_key(reader, key_name, kakaopay);
    config.kakaopay_api_url = read_api_url(reader, kakaopay);
    if (key.empty() && !reader.find(cid_name)) {
        const bool has_problem = reader.out.problems.size() > problems_before;
        if (config.providers != Providers::sandbox || has_problem) return std::nullopt;
        config.kakaopay = sandbox_kakaopay_keys();
        reader.show(key_name, "a made-up key of the sandbox", "default");
        return KeyMode::test;
    }
    if (key.empty()) {
        reader.refuse(
            key_name,
            "It is missing, although KAKAO_CID_ONETIME is set.",
            "Copy the secret key from developers.kakaopay.com, or remove the code."
        );
        return std::nullopt;
    }
    check_key(reader, key);
    auto cid = read_cid(reader, key);
    if (cid.empty()) return std::nullopt;
    check_cid(reader, cid);
    check_pair(reader, key, cid);
    const auto mode = is_test_cid(cid) ? KeyMode::test : KeyMode::live;
    check_mode(reader, kakaopay, mode, config.kakaopay_api_url);
    config.kakaopay = KakaoPayKeys{
        Secret(std::move(key)),
        std::move(cid),
        Secret(find_provider_key(reader, "KAKAO_CID_ONETIME_SECRET", kakaopay))};
    return mode;
}

KakaoPayKeys sandbox_kakaopay_keys() {
    return {Secret("DEVGYEOLSANDBOXKAKAOPAYSECRETKEY00000000"), std::string(test_cid), Secret()};
}

}  // namespace gyeol::program
