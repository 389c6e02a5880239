#include "storage/applied_change.hpp"

#include "base/limits.hpp"
#include "base/note.hpp"

#include <algorithm>

namespace gyeol::storage {

domain::Aggregate apply_change(domain::Change change) {
    auto& meta = domain::meta_of(change.record);
    meta.version = change.replaces.value_or(0) + 1;
    meta.ops.push_back(change.op);
    if (meta.ops.size() > limits::ops_kept) {
        const auto surplus = static_cast<std::ptrdiff_t>(meta.ops.size() - limits::ops_kept);
        meta.ops.erase(meta.ops.begin(), meta.ops.begin() + surplus);
    }
    return std::move(change.record);
}

ports::Committed answer_in_the_way(
    ports::Committed::State state, OpId op, domain::Aggregate stored
) {
    const auto& ops = domain::meta_of(stored).ops;
    if (std::find(ops.begin(), ops.end(), op) != ops.end()) state = ports::Committed::State::done;
    return {state, std::move(stored)};
}

Error unavailable(std::string reason, std::string detail) {
    Error error;
    error.code = ErrorCode::unavailable;
    error.reason = std::move(reason);
    error.detail = std::move(detail);
    return error;
}

Error store_unknown(std::string detail) {
    Error error;
    error.code = ErrorCode::store_unknown;
    error.detail = std::move(detail);
    return error;
}

void note_unreadable(domain::RecordKind kind, Id id, const Error& error) {
    note(
        NoteLevel::error,
        "store.unreadable",
        {{"kind", std::string(word(kind))}, {"id", id.hex()}, {"reason", error.reason}}
    );
}

}  // namespace gyeol::storage
