#include "platform/aes_gcm.hpp"

#include "base/ensure.hpp"

#include <openssl/evp.h>

#include <memory>

namespace gyeol::platform {
namespace {

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

/// Fetched once: looking an algorithm up by name costs more than a short encryption.
const EVP_CIPHER* aes_256_gcm() {
    static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    return cipher;
}

enum class Direction : int { open = 0, seal = 1 };

Context begin(GcmBox box, Direction direction) {
    ensure(
        box.key.size() == gcm_key_bytes && box.nonce.size() == gcm_nonce_bytes,
        "AES-256-GCM has a key and a nonce"
    );
    Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int written = 0;
    const auto associated_length = static_cast<int>(box.associated.size());
    const bool ready =
        context != nullptr &&
        EVP_CipherInit_ex2(
            context.get(),
            aes_256_gcm(),
            bytes_of(box.key),
            bytes_of(box.nonce),
            static_cast<int>(direction),
            nullptr
        ) == 1 &&
        EVP_CipherUpdate(
            context.get(), nullptr, &written, bytes_of(box.associated), associated_length
        ) == 1;
    ensure(ready, "OpenSSL has AES-256-GCM");
    return context;
}

}  // namespace

std::string seal_gcm(GcmBox box, std::string_view plaintext) {
    const auto context = begin(box, Direction::seal);
    std::string sealed(plaintext.size() + gcm_tag_bytes, '\0');
    const auto length = static_cast<int>(plaintext.size());
    int written = 0;
    int last = 0;
    auto* const tag = bytes_of(sealed) + plaintext.size();
    const bool sealed_all =
        EVP_EncryptUpdate(context.get(), bytes_of(sealed), &written, bytes_of(plaintext), length) ==
            1 &&
        EVP_EncryptFinal_ex(context.get(), bytes_of(sealed) + written, &last) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, gcm_tag_bytes, tag) == 1;
    ensure(sealed_all && written + last == length, "OpenSSL encrypts");
    return sealed;
}

std::optional<std::string> open_gcm(GcmBox box, std::string_view sealed) {
    if (sealed.size() < gcm_tag_bytes) return std::nullopt;
    const auto context = begin(box, Direction::open);
    const auto ciphertext = sealed.substr(0, sealed.size() - gcm_tag_bytes);
    std::string tag(sealed.substr(ciphertext.size()));
    std::string plaintext(
        ciphertext.size() + 1, '\0'
    );  // One more, so that there is always a place to point at.
    const auto length = static_cast<int>(ciphertext.size());
    int written = 0;
    int last = 0;
    const bool opened =
        EVP_DecryptUpdate(
            context.get(), bytes_of(plaintext), &written, bytes_of(ciphertext), length
        ) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, gcm_tag_bytes, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(context.get(), bytes_of(plaintext) + written, &last) == 1;
    if (!opened) return std::nullopt;
    plaintext.resize(ciphertext.size());
    return plaintext;
}

}  // namespace gyeol::platform
