#include "platform/digest.hpp"

#include "base/ids.hpp"
#include "platform/system_ids.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gyeol::platform {
namespace {

TEST(Digest, Sha256AgreesWithTheStandard) {
    EXPECT_EQ(
        write_hex(text_of(sha256("abc"))),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    EXPECT_EQ(
        write_hex(text_of(sha256(""))),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

TEST(Digest, HmacAgreesWithRfc4231) {
    const HmacSha256 jefe(Secret("Jefe"));
    const auto expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    EXPECT_EQ(write_hex(text_of(jefe.digest("what do ya want for nothing?"))), expected);
    EXPECT_EQ(write_hex(text_of(jefe.digest("what do ya want for nothing?"))), expected);
    const HmacSha256 long_key(Secret(std::string(131, '\xaa')));
    EXPECT_EQ(
        write_hex(text_of(long_key.digest("Test Using Larger Than Block-Size Key - Hash Key First"))
        ),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    );
}

TEST(Digest, Base64IsReadOnlyInItsOneSpelling) {
    for (const auto& bytes :
         {std::string(),
          std::string("f"),
          std::string("fo"),
          std::string("foo"),
          std::string("\xff\xfe\xfd")}) {
        EXPECT_EQ(parse_base64url(write_base64url(bytes)), bytes);
    }
    EXPECT_EQ(write_base64url("\xff\xfe"), "__4");
    for (const auto* text : {"__4=", "__5", "//4", "_", "__4 ", "__4\n", "a.b"})
        EXPECT_FALSE(parse_base64url(text)) << text;
    EXPECT_EQ(parse_base64("Zm9vYg=="), "foob");
    EXPECT_FALSE(parse_base64("Zm9vYg"));
}

TEST(SystemIds, GivesFreshBytesAndStableDigests) {
    SystemIds ids(Secret("derivation"));
    std::set<std::string> seen;
    for (int count = 0; count < 1000; ++count)
        seen.insert(ids.random_bytes(16));
    EXPECT_EQ(seen.size(), 1000U);
    EXPECT_EQ(ids.random_bytes(0), "");
    for (const std::size_t size : {1U, 7U, 511U, 512U, 513U, 5000U})
        EXPECT_EQ(ids.random_bytes(size).size(), size);
    EXPECT_EQ(ids.sha256("abc"), sha256("abc"));
    EXPECT_EQ(ids.keyed_digest("a"), SystemIds(Secret("derivation")).keyed_digest("a"));
    EXPECT_NE(ids.keyed_digest("a"), SystemIds(Secret("another")).keyed_digest("a"));
}

}  // namespace
}  // namespace gyeol::platform
