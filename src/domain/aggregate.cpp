#include "domain/aggregate.hpp"

namespace gyeol::domain {

std::string_view word(RecordKind kind) {
    switch (kind) {
        case RecordKind::users:
            return "users";
        case RecordKind::payments:
            return "payments";
        case RecordKind::purchases:
            return "purchases";
        case RecordKind::inbox:
            return "inbox";
        case RecordKind::idempotency:
            return "idempotency";
        case RecordKind::endpoints:
            return "endpoints";
        case RecordKind::deliveries:
            return "deliveries";
        case RecordKind::ledger:
            return "ledger";
    }
    return "users";
}

RecordKind kind_of(const Aggregate& record) {
    return static_cast<RecordKind>(record.index());
}

Id id_of(const Aggregate& record) {
    return std::visit([](const auto& one) { return one.id.raw(); }, record);
}

const RecordMeta& meta_of(const Aggregate& record) {
    return std::visit([](const auto& one) -> const RecordMeta& { return one.meta; }, record);
}

RecordMeta& meta_of(Aggregate& record) {
    return std::visit([](auto& one) -> RecordMeta& { return one.meta; }, record);
}

}  // namespace gyeol::domain
