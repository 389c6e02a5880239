// The payments and the ledger of a data folder, for those who only read: `gyeol verify`.
#pragma once

#include "base/result.hpp"
#include "ports/crypto.hpp"
#include "ports/store.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace gyeol::storage {

/// One snapshot of the file: what a running server writes meanwhile is not seen. Used by one thread.
class LedgerFile {
public:
    LedgerFile() = default;
    LedgerFile(const LedgerFile&) = delete;
    LedgerFile& operator=(const LedgerFile&) = delete;
    virtual ~LedgerFile() = default;

    /// As `ports::Store::scan_payments` and `scan_ledger`. A record that cannot be read fails with
    /// `internal`, and its detail names it.
    virtual Result<std::vector<domain::Payment>> scan_payments(
        std::optional<domain::PaymentId> after, std::size_t count
    ) = 0;
    virtual Result<std::vector<domain::LedgerEntry>> scan_ledger(
        std::optional<ports::LedgerCursor> after, std::size_t count
    ) = 0;
};

/// Opens `gyeol.db` in `folder` beside whoever writes it; `cipher` must outlive the answer. Fails with
/// `unavailable`: `store_missing`, `store_too_old` or `store_too_new` (start this or that version of the
/// server first), or SQLite's reason.
Result<std::unique_ptr<LedgerFile>> open_ledger_file(
    const std::filesystem::path& folder, const ports::Cipher& cipher
);

}  // namespace gyeol::storage
