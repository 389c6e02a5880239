// The secrets of a development machine, made once and kept in the data folder.
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"

#include <string>

namespace gyeol::program {

struct KeptSecrets {
    Secret jwt_secret;
    Secret encryption_key;  // 64 hex digits.
};

/// Returns the secrets in `<data_dir>/secrets.json`, readable by its owner only; makes folder and file
/// when there are none. Of several processes that make them at once all return the same. Fails with
/// `unavailable` and a sentence when the file cannot be made, read or understood: it is never replaced,
/// because what was encrypted with it would be lost.
Result<KeptSecrets> keep_secrets(const std::string& data_dir);

}  // namespace gyeol::program
