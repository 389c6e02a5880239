// What a change makes of a record, and how a repeated one is recognised: the same in every store.
#pragma once

#include "base/result.hpp"
#include "domain/aggregate.hpp"
#include "ports/store.hpp"

#include <string>

namespace gyeol::storage {

/// Returns the record as it will stand: with its next version, and the change's op among its ops.
domain::Aggregate apply_change(domain::Change change);

/// Returns the answer to a change that found `stored` in its way: `done` when that very change was
/// applied before, else `state`.
ports::Committed answer_in_the_way(
    ports::Committed::State state, OpId op, domain::Aggregate stored
);

/// Returns the error of a call that handed nothing over.
Error unavailable(std::string reason, std::string detail);

/// Returns the error of a write that may have landed.
Error store_unknown(std::string detail);

/// Notes that a record cannot be read back, and why.
void note_unreadable(domain::RecordKind kind, Id id, const Error& error);

}  // namespace gyeol::storage
