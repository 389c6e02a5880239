#include "app/checkout_token.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace gyeol::app {
namespace {

constexpr std::size_t token_bytes = 16;
constexpr std::size_t order_letters = 26;
// Crockford's alphabet: no letter that is read as another one over the telephone.
constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";

std::string hex_of_front(std::span<const std::uint8_t> digest) {
    return write_hex({reinterpret_cast<const char*>(digest.data()), token_bytes});
}

}  // namespace

std::string make_checkout_token(ports::IdSource& ids) {
    return write_hex(ids.random_bytes(token_bytes));
}

std::string derive_checkout_token(
    const ports::IdSource& ids, domain::UserId user, std::string_view idempotency_key
) {
    return hex_of_front(
        ids.keyed_digest(fmt::format("checkout\n{}\n{}", user.hex(), idempotency_key))
    );
}

bool is_checkout_token(std::string_view text) {
    return text.size() == token_bytes * 2 && std::all_of(text.begin(), text.end(), [](char digit) {
               return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
           });
}

std::string order_id_of(const ports::IdSource& ids, std::string_view token) {
    const auto digest = ids.sha256(fmt::format("order\n{}", token));
    std::string order_id = "ord_";
    for (std::size_t letter = 0; letter < order_letters; ++letter) {
        const auto bit = letter * 5;
        // Five bits may lie across two bytes.
        const auto pair = static_cast<unsigned>(digest[bit / 8] << 8U) | digest[bit / 8 + 1];
        order_id.push_back(letters[(pair >> (11 - bit % 8)) & 31U]);
    }
    return order_id;
}

domain::PaymentId payment_id_of(const ports::IdSource& ids, std::string_view order_id) {
    return domain::PaymentId(ports::derive_id(ids, order_id));
}

domain::PurchaseId purchase_id_of(
    const ports::IdSource& ids, domain::UserId user, std::string_view plan_id
) {
    return domain::PurchaseId(
        ports::derive_id(ids, fmt::format("purchase\n{}\n{}", user.hex(), plan_id))
    );
}

}  // namespace gyeol::app
