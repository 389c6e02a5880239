// Who calls: the key of the `Authorization` header and the merchant code that must go with it.
#pragma once

#include "base/json.hpp"
#include "sandbox/kakaopay/answer.hpp"
#include "sandbox/kakaopay/options.hpp"

#include <optional>
#include <string_view>

namespace gyeol::sandbox::kakaopay {

enum class Environment : std::uint8_t { development, production };

/// Returns to which environment the key of an `Authorization` header belongs; none for another scheme
/// and for a key that is not known.
std::optional<Environment> find_environment(const Options& options, std::string_view authorization);

/// What a request says about its merchant code: the code, or the answer that refuses it.
struct ReadCid {
    Cid cid;
    std::optional<Answer> refusal;
};

/// A development key goes with the three test codes, a production key with those of a contract.
ReadCid read_cid(const Options& options, Environment environment, const boost::json::object& body);

}  // namespace gyeol::sandbox::kakaopay
