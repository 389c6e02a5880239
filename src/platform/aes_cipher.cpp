#include "platform/aes_cipher.hpp"

#include "base/ensure.hpp"
#include "base/ids.hpp"
#include "platform/aes_gcm.hpp"
#include "platform/digest.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace gyeol::platform {
namespace {

constexpr std::string_view associated_data = "ktest";
constexpr std::string_view format = "v1";
constexpr std::size_t key_id_digits = 8;

std::string random_nonce() {
    std::string nonce(gcm_nonce_bytes, '\0');
    const auto made =
        RAND_bytes(reinterpret_cast<unsigned char*>(nonce.data()), static_cast<int>(nonce.size()));
    ensure(made == 1, "the machine has randomness");
    return nonce;
}

void append_counted(std::string& out, std::string_view part) {
    const auto length = static_cast<std::uint32_t>(part.size());
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>((length >> shift) & 0xFFU);
    out += part;
}

std::string place_prefix(ports::CipherPlace place) {
    std::string prefix;
    append_counted(prefix, place.record_id);
    append_counted(prefix, place.field);
    return prefix;
}

Error unreadable() {
    Error error;
    error.code = ErrorCode::internal;
    error.reason = "cipher_unreadable";
    error.detail = "A stored value cannot be read.";
    return error;
}

Error bad_key(std::string_view detail) {
    return invalid("encryption_key", detail, "ENCRYPTION_KEY");
}

bool is_graphic(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char letter) {
        return letter > 0x20 && letter < 0x7F;
    });
}

std::optional<std::string> parse_either_base64(std::string text) {
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    return parse_base64(text);
}

CipherKey named(std::string bytes) {
    const auto digest = sha256(bytes);
    return {write_hex(text_of(digest)).substr(0, key_id_digits), Secret(std::move(bytes))};
}

struct SealedParts {
    std::string_view key_id;
    std::string_view body;
};

std::optional<SealedParts> split(std::string_view sealed) {
    const auto first = sealed.find('.');
    if (first == std::string_view::npos || sealed.substr(0, first) != format) return std::nullopt;
    const auto second = sealed.find('.', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    return SealedParts{sealed.substr(first + 1, second - first - 1), sealed.substr(second + 1)};
}

}  // namespace

Result<CipherKey> parse_cipher_key(const Secret& text) {
    const auto& written = text.reveal();
    if (written.size() == 2 * gcm_key_bytes) {
        auto bytes = parse_hex(written);
        if (!bytes) return bad_key("64 characters must all be hex digits (0-9, a-f).");
        return named(std::move(*bytes));
    }
    if (written.size() == 44) {
        auto bytes = parse_either_base64(written);
        if (!bytes || bytes->size() != gcm_key_bytes)
            return bad_key("44 characters must be base64 of 32 bytes.");
        return named(std::move(*bytes));
    }
    if (written.size() == gcm_key_bytes) {
        if (!is_graphic(written))
            return bad_key("32 characters must be printable ASCII without spaces.");
        return named(written);
    }
    return bad_key(
        "It must be 64 hex digits, base64 of 32 bytes (44 characters) or 32 ASCII characters; it "
        "has " +
        std::to_string(written.size()) + " characters. `openssl rand -hex 32` makes one."
    );
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the current one, then the earlier ones.
Result<std::vector<CipherKey>> parse_cipher_keys(const Secret& current, const Secret& earlier) {
    auto first = parse_cipher_key(current);
    if (!first) return first.error();
    std::vector<CipherKey> keys{std::move(*first)};
    std::string_view rest = earlier.reveal();
    while (true) {
        const auto start = rest.find_first_not_of(" \t\r\n");
        if (start == std::string_view::npos) return keys;
        rest.remove_prefix(start);
        const auto word = rest.substr(0, rest.find_first_of(" \t\r\n"));
        rest.remove_prefix(word.size());
        auto key = parse_cipher_key(Secret(std::string(word)));
        if (!key) return key.error();
        keys.push_back(std::move(*key));
    }
}

AesCipher::AesCipher(std::vector<CipherKey> keys) : keys_(std::move(keys)) {
    ensure(!keys_.empty(), "a cipher has a key");
}

const CipherKey* AesCipher::find_key(std::string_view id) const {
    const auto found = std::find_if(keys_.begin(), keys_.end(), [id](const CipherKey& key) {
        return key.id == id;
    });
    return found == keys_.end() ? nullptr : &*found;
}

std::string AesCipher::seal(std::string_view plaintext, ports::CipherPlace place) const {
    const auto& key = keys_.front();
    auto body = random_nonce();
    auto inside = place_prefix(place);
    inside += plaintext;
    body += seal_gcm({key.bytes.reveal(), body, associated_data}, inside);
    std::string sealed(format);
    sealed += '.';
    sealed += key.id;
    sealed += '.';
    sealed += write_base64url(body);
    return sealed;
}

Result<std::string> AesCipher::open(std::string_view sealed, ports::CipherPlace place) const {
    const auto parts = split(sealed);
    if (!parts) return unreadable();
    const auto* key = find_key(parts->key_id);
    const auto body = parse_base64url(parts->body);
    if (key == nullptr || !body || body->size() < gcm_nonce_bytes) return unreadable();
    const std::string_view bytes = *body;
    const auto nonce = bytes.substr(0, gcm_nonce_bytes);
    auto inside =
        open_gcm({key->bytes.reveal(), nonce, associated_data}, bytes.substr(gcm_nonce_bytes));
    if (!inside) return unreadable();
    // Money: the associated data is the same everywhere, so the place inside is what keeps one record's
    // ciphertext from being read as another's. Guarded by AesCipher.AMovedCiphertextIsRefused.
    const auto prefix = place_prefix(place);
    if (!inside->starts_with(prefix)) return unreadable();
    inside->erase(0, prefix.size());
    return std::move(*inside);
}

}  // namespace gyeol::platform
