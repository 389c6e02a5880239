// `gyeol verify`: recomputes the ledger of a data folder and names the first record that does not fit.
#pragma once

#include "domain/ledger_audit.hpp"
#include "main/config.hpp"

#include <string>

namespace gyeol::program {

/// Walks over everything that `config.data_dir` holds, beside a running server or without one, and prints
/// the trial balance and what it found. Returns the exit code: 0 when everything fits, else 1.
int verify_ledger(const Config& config);

/// Returns what a person reads about `report`: totals, the trial balance, and each finding with what it
/// means.
std::string write_ledger_report(const domain::LedgerReport& report);

}  // namespace gyeol::program
