#include "main/config_unsupported.hpp"

#include <array>
#include <string>
#include <string_view>

namespace gyeol::program {
namespace {

void read_other_stores(ConfigReader& reader) {
    // Money: SQLite in its place would quietly hide the payments that are in MongoDB.
    // Guarded by Config.MongodbIsRefusedUntilItWorks.
    if (reader.find("MONGODB_URI")) {
        reader.refuse(
            "MONGODB_URI",
            "MongoDB is not supported yet; payments go to one SQLite file in GYEOL_DATA_DIR.",
            "Unset it to agree to that."
        );
    }
    if (reader.find("REDIS_URL")) {
        reader.notice(
            "REDIS_URL",
            "Without effect: limits and caches live in this process.",
            "Nothing to do with one process."
        );
    }
}

struct Effectless {
    std::string_view name;
    std::string_view what;
    std::string_view cure;
};

void read_effectless(ConfigReader& reader) {
    constexpr std::string_view recurring =
        "Without effect: recurring payments are not in this version.";
    constexpr std::string_view obsolete =
        "Obsolete: this kind of key pays for nothing at Kakao Pay today.";
    constexpr std::string_view nothing = "Nothing to do.";
    constexpr std::array rows{
        Effectless{
            "KAKAO_ADMIN_KEY",
            obsolete,
            "Remove it; payments use KAKAO_SECRET_KEY from developers.kakaopay.com."},
        Effectless{
            "KAKAO_JS_KEY", obsolete, "Remove it; a Kakao Pay page needs no key in the browser."},
        Effectless{"KAKAO_CID_SUBSCRIPTION", recurring, nothing},
    };
    for (const auto& row : rows) {
        if (reader.find(row.name))
            reader.notice(row.name, std::string(row.what), std::string(row.cure));
    }
}

}  // namespace

void read_unsupported(ConfigReader& reader) {
    read_other_stores(reader);
    read_effectless(reader);
}

}  // namespace gyeol::program
