#include "platform/digest.hpp"

#include "base/ensure.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <sodium.h>

#include <mutex>

namespace gyeol::platform {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

using MacContext = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>;
using HashContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

/// SHA-256 looked up once: OpenSSL's own one-call functions look it up each time, which costs more than
/// hashing a short text.
const EVP_MD* sha256_method() {
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method(
        EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free
    );
    return method.get();
}

std::optional<std::string> parse_any_base64(std::string_view text, int variant) {
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    auto* out = reinterpret_cast<unsigned char*>(bytes.data());
    // A null end pointer makes trailing characters an error.
    if (sodium_base642bin(
            out, bytes.size(), text.data(), text.size(), nullptr, &length, nullptr, variant
        ) != 0) {
        return std::nullopt;
    }
    bytes.resize(length);
    return bytes;
}

}  // namespace

Digest sha256(std::string_view text) {
    thread_local const HashContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    Digest digest{};
    const bool made = EVP_DigestInit_ex2(context.get(), sha256_method(), nullptr) == 1 &&
                      EVP_DigestUpdate(context.get(), text.data(), text.size()) == 1 &&
                      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
    ensure(made, "OpenSSL makes a SHA-256");
    return digest;
}

/// A context that has taken the key, and starts anew for each digest.
struct HmacSha256::Keyed {
    std::mutex mutex;
    MacContext context{nullptr, &EVP_MAC_CTX_free};
};

HmacSha256::HmacSha256(const Secret& key) : keyed_(std::make_unique<Keyed>()) {
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac(
        EVP_MAC_fetch(nullptr, "HMAC", nullptr), &EVP_MAC_free
    );
    ensure(mac != nullptr, "OpenSSL has HMAC");
    keyed_->context.reset(EVP_MAC_CTX_new(mac.get()));
    std::string hash = "SHA256";
    const std::array params{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, hash.data(), 0),
        OSSL_PARAM_construct_end()};
    const auto& bytes = key.reveal();
    const bool keyed =
        EVP_MAC_init(keyed_->context.get(), bytes_of(bytes), bytes.size(), params.data()) == 1;
    ensure(keyed, "OpenSSL takes the HMAC key");
}

HmacSha256::~HmacSha256() = default;

Digest HmacSha256::digest(std::string_view text) const {
    const std::lock_guard lock(keyed_->mutex);
    auto* context = keyed_->context.get();
    Digest digest{};
    std::size_t length = 0;
    // Without a key the one that it has taken stays.
    const bool made = EVP_MAC_init(context, nullptr, 0, nullptr) == 1 &&
                      EVP_MAC_update(context, bytes_of(text), text.size()) == 1 &&
                      EVP_MAC_final(context, digest.data(), &length, digest.size()) == 1;
    ensure(made && length == digest.size(), "OpenSSL makes an HMAC");
    return digest;
}

std::string_view text_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string write_base64url(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    // The length counts the NUL that libsodium writes at the end.
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
    text.pop_back();
    return text;
}

std::optional<std::string> parse_base64url(std::string_view text) {
    return parse_any_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<std::string> parse_base64(std::string_view text) {
    return parse_any_base64(text, sodium_base64_VARIANT_ORIGINAL);
}

}  // namespace gyeol::platform
