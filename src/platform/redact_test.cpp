#include "platform/redact.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gyeol::platform {
namespace {

struct Row {
    const char* text;
    const char* masked;
};

TEST(Redact, WhatLooksSecretIsMasked) {
    const Row rows[] = {
        {"card 4242424242424242.", "card [card]."},
        {"4242 4242 4242 4242 12/26", "[card] 12/26"},
        {"4242-4242-4242-4242", "[card]"},
        {"x=378282246310005&y", "x=[card]&y"},
        {"6011000990139424 5555555555554444", "[card] [card]"},
        {"Basic test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6", "Basic test_gsk_***"},
        {"live_sk_abc,test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq", "live_sk_***,test_ck_***"},
        {"id_test_sk_abc", "id_test_sk_***"},
        {"sk_live_51H whsec_abc123", "sk_live_*** whsec_***"},
        {"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-_; x", "Bearer [token]; x"},
        {"secret ps_LlDJaYngro1GkAxz2PQ9Vezg", "secret ps_***"},
        {"<hong.gildong+1@k-test.co.kr>", "<[email]>"},
        {"결제자a@b.kr님", "결제자[email]님"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(redact(row.text), row.masked) << row.text;
}

TEST(Redact, WhatIsPlainStaysAsItIs) {
    for (const std::string text : {
             "",
             "payment.completed",
             "ord_01jab2c3d4e5f6g7h8j9k0mnpq",
             "650000000000000000000001",
             "4242424242424241",
             "1767225600005",
             "2026-01-02T03:04:05.678Z",
             "010-1234-5678",
             "amount 19900 KRW",
             "a4242424242424242",
             "4242424242424242b",
             "user@localhost",
             "@",
             "eyJ",
             "ps_short",
             "test_sk_",
             "connection refused: 127.0.0.1:8081",
             "결제 완료",
             "tgen_20260102030405abcd1",
         }) {
        EXPECT_EQ(redact(text), text);
    }
}

TEST(Redact, ALongTextIsReadInAMoment) {
    const std::string mails(200'000, 'a');
    EXPECT_EQ(redact(mails), mails);
    std::string dots;
    for (int count = 0; count < 100'000; ++count)
        dots += "a.";
    EXPECT_EQ(redact(dots), dots);
    const std::string digits(200'000, '1');
    EXPECT_EQ(redact(digits), digits);
}

}  // namespace
}  // namespace gyeol::platform
