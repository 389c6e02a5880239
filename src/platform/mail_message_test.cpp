#include "platform/mail_message.hpp"

#include "base/base64.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::platform {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Instant noon{Millis(1'767'322'800'000)};  // 2026-01-02T03:00:00Z

ports::Letter receipt() {
    ports::Letter letter;
    letter.kind = "receipt";
    letter.to = "buyer@shop.example";
    letter.message_id = "00a1";
    letter.at = noon;
    letter.fields = {
        {"buyer", "김결"},
        {"orderName", "성격 검사 Basic"},
        {"orderId", "ord_1"},
        {"amount", "9,900 KRW"},
        {"at", "2026-01-02 12:00:00+09:00"},
        {"method_card", "1"},
        {"receiptUrl", "https://toss.example/receipt?a=1&b=2"},
    };
    return letter;
}

MailEnvelope envelope() {
    return {
        .from = "pay@shop.example",
        .from_name = "K-TEST 결제",
        .to = "buyer@shop.example",
        .message_id = "00a1",
        .at = noon,
    };
}

TEST(Letter, IsWrittenInBothLanguages) {
    const auto korean = write_letter(receipt(), {"K-TEST", "ko"});
    ASSERT_TRUE(korean);
    EXPECT_EQ(korean->subject, "[K-TEST] 결제가 완료되었습니다: 성격 검사 Basic");
    EXPECT_THAT(korean->text, HasSubstr("결제 수단 카드\n"));
    EXPECT_THAT(korean->text, HasSubstr("9,900 KRW"));
    const auto english = write_letter(receipt(), {"K-TEST", "en"});
    ASSERT_TRUE(english);
    EXPECT_EQ(english->subject, "[K-TEST] Payment received: 성격 검사 Basic");
    EXPECT_THAT(english->text, HasSubstr("Method    card\n"));
    EXPECT_THAT(english->html, HasSubstr("<html lang=\"en\">"));
}

TEST(Letter, ShowsASectionOnlyWhenItsFieldIsThere) {
    auto letter = receipt();
    EXPECT_THAT(write_letter(letter, {"K", "en"})->text, HasSubstr("Receipt: https://toss"));
    letter.fields.back().value.clear();
    EXPECT_THAT(write_letter(letter, {"K", "en"})->text, Not(HasSubstr("Receipt:")));
    EXPECT_THAT(write_letter(letter, {"K", "en"})->html, Not(HasSubstr("<a ")));
}

TEST(Letter, TakesFieldsAsTextAndNeverAsHtmlOrTemplate) {
    auto letter = receipt();
    letter.fields[0].value = "<script>alert(1)</script>\"' {{merchant}}";
    const auto written = write_letter(letter, {"K-TEST & Co", "en"});
    EXPECT_THAT(written->html, Not(HasSubstr("<script")));
    EXPECT_THAT(written->html, HasSubstr("&lt;script&gt;"));
    EXPECT_THAT(written->html, HasSubstr("K-TEST &amp; Co"));
    EXPECT_THAT(written->html, HasSubstr("{{merchant}}"));
    EXPECT_THAT(written->text, HasSubstr("<script>alert(1)</script>"));
    EXPECT_THAT(written->html, HasSubstr("receipt?a=1&amp;b=2"));
}

TEST(Letter, HasASubjectOfOneLine) {
    auto letter = receipt();
    letter.fields[1].value = "two\r\nBcc: other@shop.example\nlines";
    const auto written = write_letter(letter, {"K", "en"});
    EXPECT_EQ(written->subject.find_first_of("\r\n"), std::string::npos);
}

TEST(Letter, OfEveryKindSaysWhatHappened) {
    for (const auto* event :
         {"payment_failed", "payment_discrepant", "refund_failed", "refund_needs_operator"}) {
        for (const auto* language : {"ko", "en"}) {
            auto letter = receipt();
            letter.kind = "alert";
            const auto plain = write_letter(letter, {"K", language});
            letter.fields.push_back({event, "1"});
            const auto written = write_letter(letter, {"K", language});
            ASSERT_TRUE(written) << language;
            EXPECT_GT(written->subject.size(), plain->subject.size()) << event << language;
            EXPECT_GT(written->text.size(), plain->text.size() + 10) << event << language;
        }
    }
    auto letter = receipt();
    letter.kind = "advertisement";
    EXPECT_EQ(write_letter(letter, {"K", "ko"}).error().reason, "no_such_letter");
}

TEST(Mail, IsTwoFormsOfOneTextUnderEncodedHeaders) {
    const auto letter = write_letter(receipt(), {"K-TEST", "ko"});
    const auto mail = write_mail(envelope(), *letter);
    ASSERT_TRUE(mail);
    EXPECT_THAT(*mail, HasSubstr("Date: Fri, 02 Jan 2026 03:00:00 +0000\r\n"));
    EXPECT_THAT(*mail, HasSubstr("To: <buyer@shop.example>\r\n"));
    EXPECT_THAT(*mail, HasSubstr("Message-ID: <00a1@shop.example>\r\n"));
    EXPECT_THAT(*mail, HasSubstr("Content-Type: text/plain; charset=utf-8\r\n"));
    EXPECT_THAT(*mail, HasSubstr("Content-Type: text/html; charset=utf-8\r\n"));
    EXPECT_THAT(*mail, HasSubstr(write_base64(letter->text).substr(0, 76) + "\r\n"));
    std::size_t begin = 0;
    while (begin < mail->size()) {
        const auto end = mail->find("\r\n", begin);
        ASSERT_NE(end, std::string::npos) << "every line ends with CRLF";
        EXPECT_LE(end - begin, 78U);
        begin = end + 2;
    }
    for (const char byte : *mail)
        EXPECT_LT(static_cast<unsigned char>(byte), 0x80) << "ASCII only";
}

TEST(Mail, LetsNoTextAddAHeaderOrARecipient) {
    LetterText letter{"a\r\nBcc: other@shop.example", "text", "<p>html</p>"};
    auto to = envelope();
    to.from_name = "Shop\r\nBcc: other@shop.example";
    const auto mail = write_mail(to, letter);
    ASSERT_TRUE(mail);
    EXPECT_THAT(*mail, Not(HasSubstr("Bcc")));
    for (const auto* address :
         {"a@b.example\r\nBcc: c@d.example",
          "a@b.example>\r\nRCPT TO:<c@d.example",
          "a@b.example, c@d.example",
          "a@b.example c@d.example",
          "a@b@c.example",
          "\"a\"@b.example",
          "@b.example",
          "a@",
          "",
          "가@b.example"}) {
        to.to = address;
        EXPECT_EQ(write_mail(to, letter).error().reason, "invalid_address") << address;
    }
}

TEST(Mail, BreaksLongSubjectsBetweenCharacters) {
    LetterText letter{"", "", ""};
    for (int times = 0; times < 40; ++times)
        letter.subject += "결제😀";
    const auto mail = write_mail(envelope(), letter);
    std::string decoded;
    auto rest = std::string_view(*mail).substr(mail->find("Subject: "));
    rest = rest.substr(0, rest.find("\r\nMessage-ID"));
    for (auto at = rest.find("?B?"); at != std::string_view::npos; at = rest.find("?B?", at + 1)) {
        const auto word = rest.substr(at + 3, rest.find("?=", at + 3) - at - 3);
        const auto bytes = parse_base64(word);
        ASSERT_TRUE(bytes);
        EXPECT_NE(static_cast<unsigned char>(bytes->front()) & 0xC0U, 0x80U);
        EXPECT_LE(word.size() + 12, 75U);
        decoded += *bytes;
    }
    EXPECT_EQ(decoded, letter.subject);
}

}  // namespace
}  // namespace gyeol::platform
