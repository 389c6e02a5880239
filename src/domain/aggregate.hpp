// Every kind of record, and the one write that a decision asks for.
#pragma once

#include "domain/delivery.hpp"
#include "domain/endpoint.hpp"
#include "domain/idempotency.hpp"
#include "domain/inbox.hpp"
#include "domain/ledger.hpp"
#include "domain/payment.hpp"
#include "domain/purchase.hpp"
#include "domain/user.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace gyeol::domain {

using Aggregate = std::variant<
    User,
    Payment,
    Purchase,
    InboxItem,
    IdempotencyRecord,
    EndpointBook,
    Delivery,
    LedgerEntry>;

/// The kinds in the order of the variant; the word is the name of the collection.
enum class RecordKind : std::uint8_t {
    users,
    payments,
    purchases,
    inbox,
    idempotency,
    endpoints,
    deliveries,
    ledger,
};

constexpr std::size_t record_kind_count = std::variant_size_v<Aggregate>;

std::string_view word(RecordKind kind);

/// The kind of a type of record, known when compiling.
template <typename T>
inline constexpr RecordKind kind_of_type = RecordKind::users;
template <>
inline constexpr RecordKind kind_of_type<Payment> = RecordKind::payments;
template <>
inline constexpr RecordKind kind_of_type<Purchase> = RecordKind::purchases;
template <>
inline constexpr RecordKind kind_of_type<InboxItem> = RecordKind::inbox;
template <>
inline constexpr RecordKind kind_of_type<IdempotencyRecord> = RecordKind::idempotency;
template <>
inline constexpr RecordKind kind_of_type<EndpointBook> = RecordKind::endpoints;
template <>
inline constexpr RecordKind kind_of_type<Delivery> = RecordKind::deliveries;
template <>
inline constexpr RecordKind kind_of_type<LedgerEntry> = RecordKind::ledger;

RecordKind kind_of(const Aggregate& record);
Id id_of(const Aggregate& record);
const RecordMeta& meta_of(const Aggregate& record);
RecordMeta& meta_of(Aggregate& record);

/// One write to one record: a create, or the replacement of exactly the version in `replaces`.
/// `op` names it, so that repeating it after a lost answer is recognised.
struct Change {
    Aggregate record;
    std::optional<std::uint64_t> replaces;
    OpId op;
};

}  // namespace gyeol::domain
