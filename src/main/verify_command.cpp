#include "main/verify_command.hpp"

#include "base/limits.hpp"
#include "platform/aes_cipher.hpp"
#include "platform/system_ids.hpp"
#include "storage/ledger_file.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

namespace gyeol::program {
namespace {

using domain::LedgerReport;
using domain::LedgerWalk;

int refuse(const Error& error) {
    std::fputs(fmt::format("gyeol: {}\n", error.detail).c_str(), stderr);
    return 1;
}

Result<LedgerReport> walk(storage::LedgerFile& file, const ports::IdSource& ids) {
    LedgerWalk walk([&ids](std::string_view text) { return ports::hex_digest(ids, text); });
    std::optional<domain::PaymentId> payment;
    std::optional<ports::LedgerCursor> entry;
    while (walk.wants() != LedgerWalk::Wants::nothing) {
        if (walk.wants() == LedgerWalk::Wants::payments) {
            auto page = file.scan_payments(payment, limits::ledger_page);
            if (!page) return page.error();
            if (!page->empty()) payment = page->back().id;
            walk.take(std::move(*page));
        } else {
            auto page = file.scan_ledger(entry, limits::ledger_page);
            if (!page) return page.error();
            if (!page->empty())
                entry = ports::LedgerCursor{page->back().payment_id, page->back().number};
            walk.take(std::move(*page));
        }
    }
    return walk.finish();
}

std::string_view meaning_of(std::string_view what) {
    if (what == "chain_broken") return "it was changed after it was written";
    if (what == "entry_missing") return "it was written and is not there";
    if (what == "lines_unbalanced") return "its debits are not its credits";
    if (what == "entry_of_nobody") return "its payment is not there";
    if (what == "head_differs") return "the payment names another newest line";
    return "the lines do not sum to what the payment says";
}

std::string write_place(const domain::LedgerFinding& finding) {
    if (finding.entry == 0) return fmt::format("payment {}", finding.payment_id.hex());
    return fmt::format("payment {}, entry {}", finding.payment_id.hex(), finding.entry);
}

}  // namespace

std::string write_ledger_report(const LedgerReport& report) {
    auto text = fmt::format(
        "{} payments, {} entries, {} lines\n", report.payments, report.entries, report.lines
    );
    for (const auto& [provider, positions] : report.balance) {
        for (const auto& position : positions) {
            text += fmt::format(
                "  {:<9} {:<20} {:<8} {} {:>16}\n",
                word(provider),
                word(position.account),
                word(position.phase),
                word(position.amount.currency),
                position.amount.minor
            );
        }
    }
    if (report.fits()) return text + "Everything fits.\n";
    text += fmt::format(
        "{} do not fit. The first is {}.\n",
        report.findings_in_all,
        write_place(report.findings.front())
    );
    for (const auto& finding : report.findings) {
        text += fmt::format(
            "  {}: {} ({})\n", write_place(finding), finding.what, meaning_of(finding.what)
        );
    }
    return text;
}

int verify_ledger(const Config& config) {
    const platform::AesCipher cipher(config.encryption_keys);
    const platform::SystemIds ids(config.derivation_secret);
    const auto file = storage::open_ledger_file(config.data_dir, cipher);
    if (!file) return refuse(file.error());
    const auto report = walk(**file, ids);
    if (!report) return refuse(report.error());
    std::fputs(write_ledger_report(*report).c_str(), stdout);
    return report->fits() ? 0 : 1;
}

}  // namespace gyeol::program
