// Identities. An `Id` is 96 bits, written as 24 hex digits (the size of a MongoDB ObjectId); a typed
// id keeps a user's id from being passed where a payment's is meant. Nothing here makes randomness.
#pragma once

#include "base/result.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gyeol {

/// 96 bits without a meaning of their own.
class Id {
public:
    static constexpr std::size_t size = 12;
    using Bytes = std::array<std::uint8_t, size>;

    constexpr Id() = default;

    constexpr explicit Id(Bytes bytes) : bytes_(bytes) {}

    /// Returns the id written as 24 hex digits of either case; fails with `invalid_request`.
    static Result<Id> parse(std::string_view hex);

    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

    [[nodiscard]] std::string hex() const;

    // NOLINTNEXTLINE(modernize-use-nullptr): it takes the 0 inside a defaulted <=> for a pointer.
    friend auto operator<=>(const Id&, const Id&) = default;

private:
    Bytes bytes_{};
};

/// An `Id` of one kind of record; ids of different kinds do not convert into one another.
template <typename Tag>
class TypedId {
public:
    constexpr TypedId() = default;

    constexpr explicit TypedId(Id id) : id_(id) {}

    static Result<TypedId> parse(std::string_view hex) {
        const auto id = Id::parse(hex);
        if (!id) return id.error();
        return TypedId(*id);
    }

    [[nodiscard]] const Id& raw() const { return id_; }

    [[nodiscard]] std::string hex() const { return id_.hex(); }

    // NOLINTNEXTLINE(modernize-use-nullptr): as above.
    friend auto operator<=>(const TypedId&, const TypedId&) = default;

private:
    Id id_;
};

/// Names one change to one record, so that a repeated write can be told from another writer's.
using OpId = TypedId<struct OpTag>;

/// Returns `bytes` as lower-case hex digits.
std::string write_hex(std::string_view bytes);

/// Returns the bytes of `hex` (either case); fails with `invalid_request`.
Result<std::string> parse_hex(std::string_view hex);

}  // namespace gyeol

template <>
struct std::hash<gyeol::Id> {
    std::size_t operator()(const gyeol::Id& id) const noexcept {
        const auto& bytes = id.bytes();
        return std::hash<std::string_view>{}(
            {reinterpret_cast<const char*>(bytes.data()), bytes.size()}
        );
    }
};

template <typename Tag>
struct std::hash<gyeol::TypedId<Tag>> {
    std::size_t operator()(const gyeol::TypedId<Tag>& id) const noexcept {
        return std::hash<gyeol::Id>{}(id.raw());
    }
};
