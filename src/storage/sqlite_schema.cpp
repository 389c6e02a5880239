#include "storage/sqlite_schema.hpp"

#include "base/note.hpp"
#include "storage/applied_change.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <chrono>

namespace gyeol::storage {
namespace {

/// "Gyeo", so that `file gyeol.db` and we know whose database it is.
constexpr std::int64_t application_id = 0x4779656F;

// Tables have row numbers, so that documents are appended; as part of an index keyed by random ids each
// would dirty a page of its own. The views are for people: readable ids and times.
constexpr const char* version_1 = R"(
CREATE TABLE stored_users(
    id BLOB NOT NULL, v INTEGER NOT NULL, next_at INTEGER, document TEXT NOT NULL,
    email TEXT) STRICT;
CREATE UNIQUE INDEX users_by_id ON stored_users(id);
CREATE UNIQUE INDEX users_by_email ON stored_users(email);
CREATE INDEX users_due ON stored_users(next_at, id) WHERE next_at IS NOT NULL;

CREATE TABLE stored_payments(
    id BLOB NOT NULL, v INTEGER NOT NULL, next_at INTEGER, document TEXT NOT NULL,
    status TEXT NOT NULL, user_id BLOB NOT NULL, created_at INTEGER NOT NULL,
    order_id TEXT) STRICT;
CREATE UNIQUE INDEX payments_by_id ON stored_payments(id);
CREATE UNIQUE INDEX payments_by_order ON stored_payments(order_id);
CREATE INDEX payments_by_user ON stored_payments(user_id, created_at DESC, id DESC);
CREATE INDEX payments_by_status ON stored_payments(status, created_at DESC, id DESC);
CREATE INDEX payments_due ON stored_payments(next_at, id) WHERE next_at IS NOT NULL;

CREATE TABLE stored_purchases(
    id BLOB NOT NULL, v INTEGER NOT NULL, next_at INTEGER, document TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX purchases_by_id ON stored_purchases(id);
CREATE INDEX purchases_due ON stored_purchases(next_at, id) WHERE next_at IS NOT NULL;

CREATE TABLE stored_inbox(
    id BLOB NOT NULL, v INTEGER NOT NULL, next_at INTEGER, document TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX inbox_by_id ON stored_inbox(id);
CREATE INDEX inbox_due ON stored_inbox(next_at, id) WHERE next_at IS NOT NULL;

CREATE TABLE stored_idempotency(
    id BLOB NOT NULL, v INTEGER NOT NULL, next_at INTEGER, document TEXT NOT NULL,
    expires_at INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX idempotency_by_id ON stored_idempotency(id);
CREATE INDEX idempotency_by_expiry ON stored_idempotency(expires_at);
CREATE INDEX idempotency_due ON stored_idempotency(next_at, id) WHERE next_at IS NOT NULL;

CREATE TABLE store_health(checks INTEGER NOT NULL) STRICT;
INSERT INTO store_health VALUES(0);

CREATE VIEW users AS SELECT
    lower(hex(id)) AS id, v, email, document->>'name' AS name,
    document->'subscription' AS subscription,
    strftime('%Y-%m-%dT%H:%M:%fZ', document->>'createdAt' / 1000.0, 'unixepoch') AS createdAt,
    strftime('%Y-%m-%dT%H:%M:%fZ', document->>'lastLogin' / 1000.0, 'unixepoch') AS lastLogin,
    document FROM stored_users;
CREATE VIEW payments AS SELECT
    lower(hex(id)) AS id, v, order_id AS orderId, status, document->>'amount' AS amount,
    document->>'currency' AS currency, document->>'provider' AS provider,
    document->>'paymentMethod' AS paymentMethod, document->>'planId' AS planId,
    lower(hex(user_id)) AS userId,
    strftime('%Y-%m-%dT%H:%M:%fZ', created_at / 1000.0, 'unixepoch') AS createdAt,
    strftime('%Y-%m-%dT%H:%M:%fZ', document->>'completedAt' / 1000.0, 'unixepoch') AS completedAt,
    document->>'$.failure.code' AS failure,
    strftime('%Y-%m-%dT%H:%M:%fZ', next_at / 1000.0, 'unixepoch') AS nextAt,
    document FROM stored_payments;
CREATE VIEW purchases AS SELECT
    lower(hex(id)) AS id, v, document->>'userId' AS userId, document->>'planId' AS planId,
    document->>'paymentId' AS paymentId, document FROM stored_purchases;
CREATE VIEW inbox AS SELECT
    lower(hex(id)) AS id, v, document->>'provider' AS provider, document->>'state' AS state,
    document->>'$.notice.eventType' AS eventType, document->>'$.notice.orderId' AS orderId,
    document->>'tries' AS tries,
    strftime('%Y-%m-%dT%H:%M:%fZ', document->>'receivedAt' / 1000.0, 'unixepoch') AS receivedAt,
    strftime('%Y-%m-%dT%H:%M:%fZ', next_at / 1000.0, 'unixepoch') AS nextAt,
    document FROM stored_inbox;
CREATE VIEW idempotency AS SELECT
    lower(hex(id)) AS id, v, document->>'finished' AS finished, document->>'status' AS status,
    strftime('%Y-%m-%dT%H:%M:%fZ', expires_at / 1000.0, 'unixepoch') AS expiresAt,
    document FROM stored_idempotency;
)";

/// What others are told: the merchant's endpoints, and everything on its way outside.
constexpr const char* version_2 = R"(
CREATE TABLE stored_endpoints(
    id BLOB NOT NULL, v INTEGER NOT NULL, next_at INTEGER, document TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX endpoints_by_id ON stored_endpoints(id);
CREATE INDEX endpoints_due ON stored_endpoints(next_at, id) WHERE next_at IS NOT NULL;

CREATE TABLE stored_deliveries(
    id BLOB NOT NULL, v INTEGER NOT NULL, next_at INTEGER, document TEXT NOT NULL,
    state TEXT NOT NULL, expires_at INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX deliveries_by_id ON stored_deliveries(id);
CREATE INDEX deliveries_by_age ON stored_deliveries(created_at DESC, id DESC);
CREATE INDEX deliveries_by_state ON stored_deliveries(state, created_at DESC, id DESC);
CREATE INDEX deliveries_by_expiry ON stored_deliveries(expires_at);
CREATE INDEX deliveries_due ON stored_deliveries(next_at, id) WHERE next_at IS NOT NULL;

CREATE VIEW endpoints AS SELECT
    lower(hex(stored_endpoints.id)) AS bookId, v, one.value->>'id' AS id, one.value->>'url' AS url,
    one.value->>'disabledBecause' AS disabledBecause, document
    FROM stored_endpoints, json_each(document, '$.endpoints') AS one;
CREATE VIEW deliveries AS SELECT
    lower(hex(id)) AS id, v, document->>'channel' AS channel, state,
    document->>'eventType' AS eventType, document->>'paymentId' AS paymentId,
    document->>'endpointId' AS endpointId, document->>'tries' AS tries,
    strftime('%Y-%m-%dT%H:%M:%fZ', created_at / 1000.0, 'unixepoch') AS createdAt,
    strftime('%Y-%m-%dT%H:%M:%fZ', document->>'finishedAt' / 1000.0, 'unixepoch') AS finishedAt,
    strftime('%Y-%m-%dT%H:%M:%fZ', next_at / 1000.0, 'unixepoch') AS nextAt,
    document FROM stored_deliveries;
)";

/// What every change of a payment means in money.
constexpr const char* version_3 = R"(
CREATE TABLE stored_ledger(
    id BLOB NOT NULL, v INTEGER NOT NULL, next_at INTEGER, document TEXT NOT NULL,
    payment_id BLOB NOT NULL, number INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX ledger_by_id ON stored_ledger(id);
CREATE UNIQUE INDEX ledger_by_payment ON stored_ledger(payment_id, number);
CREATE INDEX ledger_due ON stored_ledger(next_at, id) WHERE next_at IS NOT NULL;

CREATE VIEW ledger AS SELECT
    lower(hex(payment_id)) AS paymentId, number, document->>'eventType' AS eventType,
    strftime('%Y-%m-%dT%H:%M:%fZ', document->>'at' / 1000.0, 'unixepoch') AS at,
    document->>'provider' AS provider, one.value->>'account' AS account, one.value->>'phase' AS phase,
    one.value->>'amount' AS amount, one.value->>'currency' AS currency, one.value->>'hash' AS hash
    FROM stored_ledger, json_each(document, '$.lines') AS one;
)";

/// Step N takes a file from version N to N + 1; a step that was released never changes.
constexpr std::array steps{version_1, version_2, version_3};

Done run_step(const Database& database, std::size_t number) {
    const auto sql = fmt::format(
        "BEGIN IMMEDIATE; {} PRAGMA application_id = {}; PRAGMA user_version = {}; COMMIT;",
        steps.at(number),
        application_id,
        number + 1
    );
    const int code = database.execute(sql);
    if (code != SQLITE_OK) return sqlite_error(code);
    return {};
}

Done check_owner(const Database& database) {
    const auto owner = database.number("PRAGMA application_id");
    if (!owner) return owner.error();
    const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables.error();
    if (*owner == application_id || *tables == 0) return {};
    return unavailable(
        "store_foreign", "gyeol.db belongs to another program. Choose another data folder."
    );
}

/// Returns the version of the file's tables, which this program knows.
Result<std::int64_t> known_version(const Database& database) {
    const auto owned = check_owner(database);
    if (!owned) return owned.error();
    const auto version = database.number("PRAGMA user_version");
    if (!version) return version.error();
    if (*version > static_cast<std::int64_t>(steps.size())) {
        return unavailable(
            "store_too_new",
            "gyeol.db was written by a newer version of Gyeol. Start that version, or restore a "
            "backup made by this one."
        );
    }
    return *version;
}

struct Clocked {
    std::chrono::steady_clock::time_point until;
};

int stop_when_late(void* context) {
    return std::chrono::steady_clock::now() < static_cast<Clocked*>(context)->until ? 0 : 1;
}

}  // namespace

const KindTable& table_of(domain::RecordKind kind) {
    static const std::array<KindTable, domain::record_kind_count> tables{{
        {"stored_users", {}, {"email"}},
        {"stored_payments", {"status"}, {"user_id", "created_at", "order_id"}},
        {"stored_purchases", {}, {}},
        {"stored_inbox", {}, {}},
        {"stored_idempotency", {"expires_at"}, {}},
        {"stored_endpoints", {}, {}},
        {"stored_deliveries", {"state", "expires_at"}, {"created_at"}},
        {"stored_ledger", {}, {"payment_id", "number"}},
    }};
    return tables.at(static_cast<std::size_t>(kind));
}

Done check_schema(const Database& database) {
    const auto version = known_version(database);
    if (!version) return version.error();
    if (*version == static_cast<std::int64_t>(steps.size())) return {};
    return unavailable(
        "store_too_old",
        "gyeol.db was written by an older version of Gyeol. Start this version's server once, then "
        "look again."
    );
}

Done prepare_schema(const Database& database) {
    const auto version = known_version(database);
    if (!version) return version.error();
    const int wal = database.execute("PRAGMA journal_mode = WAL");
    if (wal != SQLITE_OK) return sqlite_error(wal);
    for (auto number = static_cast<std::size_t>(*version); number < steps.size(); ++number) {
        auto taken = run_step(database, number);
        if (!taken) return taken;
    }
    return {};
}

Done check_for_damage(const Database& database, Millis at_most) {
    Clocked clocked{std::chrono::steady_clock::now() + at_most};
    constexpr int steps_between_looks = 10'000;
    sqlite3_progress_handler(database.raw(), steps_between_looks, stop_when_late, &clocked);
    auto check = database.prepare("PRAGMA quick_check(1)");
    const int code = check.step();
    const bool is_sound = code == SQLITE_ROW && check.text(0) == "ok";
    sqlite3_progress_handler(database.raw(), 0, nullptr, nullptr);
    if (is_sound) return {};
    if (code == SQLITE_INTERRUPT) {
        note(NoteLevel::info, "store.check_cut_short");
        return {};
    }
    return sqlite_error(code == SQLITE_ROW ? SQLITE_CORRUPT : code);
}

}  // namespace gyeol::storage
