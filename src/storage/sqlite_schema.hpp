// The tables of `gyeol.db`, and how an older file becomes one of this version.
#pragma once

#include "base/result.hpp"
#include "domain/aggregate.hpp"
#include "storage/sqlite_database.hpp"

#include <string_view>
#include <vector>

namespace gyeol::storage {

/// Where one kind is stored. Every table has `id`, `v`, `next_at` and `document`; the columns named
/// here repeat members of the document that are searched.
struct KindTable {
    std::string_view name;
    std::vector<std::string_view> moving;  // May change with every replace.
    std::vector<std::string_view> fixed;   // Usually stay as created; changing one costs more.
};

/// Returns the table of `kind`.
const KindTable& table_of(domain::RecordKind kind);

/// Brings the file to this version's tables. Fails with `unavailable`: `store_too_new` (written by a
/// newer Gyeol), `store_foreign` (another program's database), or SQLite's reason.
Done prepare_schema(const Database& database);

/// Checks that the file has exactly this version's tables, without changing it. Fails with `unavailable`:
/// `store_too_old`, or as `prepare_schema`.
Done check_schema(const Database& database);

/// Looks for damage, but no longer than `at_most`. Fails with `unavailable` (`store_damaged`).
Done check_for_damage(const Database& database, Millis at_most);

}  // namespace gyeol::storage
