#include "storage/ledger_file.hpp"

#include "storage/applied_change.hpp"
#include "storage/sqlite_rows.hpp"
#include "storage/sqlite_schema.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <system_error>
#include <utility>

namespace gyeol::storage {
namespace {

class SqliteLedgerFile final : public LedgerFile {
public:
    SqliteLedgerFile(Database database, const ports::Cipher& cipher)
        : database_(std::move(database)), rows_(database_, cipher) {}

    Result<std::vector<domain::Payment>> scan_payments(
        std::optional<domain::PaymentId> after, std::size_t count
    ) override {
        return rows_.scan_payments(after, count);
    }

    Result<std::vector<domain::LedgerEntry>> scan_ledger(
        std::optional<ports::LedgerCursor> after, std::size_t count
    ) override {
        return rows_.scan_ledger(after, count);
    }

private:
    Database database_;
    SqliteRows rows_;
};

}  // namespace

Result<std::unique_ptr<LedgerFile>> open_ledger_file(
    const std::filesystem::path& folder, const ports::Cipher& cipher
) {
    const auto file = folder / "gyeol.db";
    std::error_code failure;
    if (!std::filesystem::exists(file, failure)) {
        return unavailable(
            "store_missing",
            fmt::format("There is no gyeol.db in {}. Name its folder.", folder.native())
        );
    }
    auto database = Database::open(file, Access::read, {});
    if (!database) return database.error();
    const auto known = check_schema(*database);
    if (!known) return known.error();
    // One snapshot: a payment and its entries are read as they stood at one moment.
    const int begun = database->execute("BEGIN");
    if (begun != SQLITE_OK) return sqlite_error(begun);
    return std::unique_ptr<LedgerFile>(
        std::make_unique<SqliteLedgerFile>(std::move(*database), cipher)
    );
}

}  // namespace gyeol::storage
