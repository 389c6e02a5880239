#include "sandbox/kakaopay/caller.hpp"

#include <algorithm>

namespace gyeol::sandbox::kakaopay {
namespace {

const std::vector<Cid>& test_cids() {
    static const std::vector<Cid> cids{
        {"TC0ONETIME", CidKind::one_time, {}},
        {"TCSUBSCRIP", CidKind::subscription, {}},
        {"TCSEQUENCE", CidKind::sequential, {}},
    };
    return cids;
}

bool contains(const std::vector<std::string>& keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

std::optional<Environment> find_environment(
    const Options& options, std::string_view authorization
) {
    for (const std::string_view scheme : {"SECRET_KEY ", "DEV_SECRET_KEY "}) {
        if (!authorization.starts_with(scheme)) continue;
        const auto key = authorization.substr(scheme.size());
        if (contains(options.dev_keys, key)) return Environment::development;
        const bool is_dev_scheme = scheme.starts_with("DEV");
        if (!is_dev_scheme && contains(options.production_keys, key))
            return Environment::production;
    }
    return std::nullopt;
}

ReadCid read_cid(const Options& options, Environment environment, const boost::json::object& body) {
    const auto& cids =
        environment == Environment::development ? test_cids() : options.production_cids;
    const auto named = find_text(body, "cid").value_or("");
    const auto found = std::find_if(cids.begin(), cids.end(), [&named](const Cid& each) {
        return each.cid == named;
    });
    if (found == cids.end()) return {{}, refuse_parameter("cid")};
    const auto secret = find_text(body, "cid_secret").value_or("");
    if (!found->secret.empty() && found->secret != secret)
        return {{}, refuse(code::wrong_cid_secret)};
    return {*found, std::nullopt};
}

}  // namespace gyeol::sandbox::kakaopay
