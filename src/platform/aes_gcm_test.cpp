#include "platform/aes_gcm.hpp"

#include "base/ids.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gyeol::platform {
namespace {

std::string bytes(std::string_view hex) {
    return parse_hex(hex).value();
}

/// The AES-256 cases 13 to 16 of "The Galois/Counter Mode of Operation" (McGrew and Viega), which NIST
/// SP 800-38D refers to.
struct Vector {
    std::string_view key, nonce, associated, plaintext, sealed;
};

constexpr std::string_view feff =
    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";

const Vector vectors[] = {
    {"0000000000000000000000000000000000000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    {"0000000000000000000000000000000000000000000000000000000000000000",
     "000000000000000000000000",
     "",
     "00000000000000000000000000000000",
     "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {feff,
     "cafebabefacedbaddecaf888",
     "",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b"
     "525b16aedf5aa0de657"
     "ba637b391aafd255",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828"
     "838c5f61e6393ba7a0a"
     "bcc9f662898015adb094dac5d93471bdec1a502270e3cc6c"},
    {feff,
     "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b"
     "525b16aedf5aa0de657"
     "ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828"
     "838c5f61e6393ba7a0a"
     "bcc9f66276fc6ece0f4e1768cddf8853bb2d551b"},
};

TEST(AesGcm, AgreesWithTheStandardsVectors) {
    for (const auto& vector : vectors) {
        const auto key = bytes(vector.key);
        const auto nonce = bytes(vector.nonce);
        const auto associated = bytes(vector.associated);
        const GcmBox box{key, nonce, associated};
        const auto sealed = seal_gcm(box, bytes(vector.plaintext));
        EXPECT_EQ(write_hex(sealed), vector.sealed);
        EXPECT_EQ(open_gcm(box, sealed), bytes(vector.plaintext));
    }
}

TEST(AesGcm, EveryAlteredBitIsRefused) {
    const std::string key(gcm_key_bytes, 'k');
    const std::string nonce(gcm_nonce_bytes, 'n');
    const GcmBox box{key, nonce, "ktest"};
    const auto sealed = seal_gcm(box, "paymentKey");
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        auto altered = sealed;
        altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << (bit % 8)));
        EXPECT_FALSE(open_gcm(box, altered)) << bit;
    }
    EXPECT_FALSE(open_gcm({key, nonce, "other"}, sealed));
    EXPECT_FALSE(open_gcm(box, sealed.substr(0, sealed.size() - 1)));
    EXPECT_FALSE(open_gcm(box, sealed.substr(0, gcm_tag_bytes - 1)));
    EXPECT_FALSE(open_gcm(box, ""));
}

}  // namespace
}  // namespace gyeol::platform
