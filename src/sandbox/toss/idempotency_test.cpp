#include "sandbox/toss/answer_store.hpp"
#include "sandbox/toss/test_merchant.hpp"

#include <gtest/gtest.h>

namespace gyeol::sandbox::toss {
namespace {

TEST(TossIdempotency, ARepeatGetsTheSameBytesAndExecutesNothing) {
    TestMerchant merchant;
    const auto key = merchant.pays("order-000001");
    merchant.idempotency_key = "refund-1";
    const auto first = merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 300}});
    const auto again = merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 300}});
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.raw, first.raw);
    EXPECT_EQ(merchant.sandbox().books().front().returned, 300);
    EXPECT_EQ(ports::find_header(again.headers, "idempotency-key"), "refund-1");
    const std::string first_trace(ports::find_header(first.headers, "X-TossPayments-Trace-Id"));
    const std::string again_trace(ports::find_header(again.headers, "X-TossPayments-Trace-Id"));
    EXPECT_TRUE(again_trace.ends_with(", " + first_trace)) << again_trace;
}

TEST(TossIdempotency, AnErrorIsReplayedEvenWhenTheBodyWasCorrected) {
    TestMerchant merchant;
    const auto key = merchant.pays("order-000001");
    merchant.idempotency_key = "refund-1";
    const auto refused =
        merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 10'000}});
    EXPECT_EQ(refused.code(), "403 NOT_CANCELABLE_AMOUNT");
    const auto corrected = merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 100}});
    EXPECT_EQ(corrected.raw, refused.raw);
    EXPECT_EQ(corrected.status, 403);
}

TEST(TossIdempotency, AKeyIsForgottenAfterFifteenDays) {
    TestMerchant merchant;
    const auto key = merchant.pays("order-000001");
    merchant.idempotency_key = "refund-1";
    merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 300}});
    merchant.passes(std::chrono::days(15) - 1ms);
    merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 300}});
    EXPECT_EQ(merchant.sandbox().books().front().returned, 300);
    merchant.passes(1ms);
    merchant.cancels(key, {{"cancelReason", "변심"}, {"cancelAmount", 300}});
    EXPECT_EQ(merchant.sandbox().books().front().returned, 600);
}

TEST(TossIdempotency, AnotherUrlOrAnotherApiKeyIsAnotherRequest) {
    TestMerchant merchant;
    merchant.idempotency_key = "one-key";
    const auto first = merchant.pays("order-000001");
    merchant.cancels(first, {{"cancelReason", "변심"}});
    EXPECT_EQ(merchant.sandbox().books().front().returned, 9900);
    merchant.secret_key = "test_sk_made_up";
    EXPECT_EQ(merchant.cancels(first, {{"cancelReason", "변심"}}).code(), "404 NOT_FOUND_PAYMENT");
}

TEST(TossIdempotency, WhileTheFirstCallRunsARepeatIsToldToWait) {
    TestMerchant merchant;
    merchant.idempotency_key = "confirm-1";
    const auto key = merchant.authenticates("order-000001", 9900, "slow");
    EXPECT_EQ(merchant.confirms(key, "order-000001").status, 200);
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "409 IDEMPOTENT_REQUEST_PROCESSING");
    merchant.passes(30s);
    EXPECT_EQ(merchant.confirms(key, "order-000001").text("status"), "DONE");
}

TEST(TossIdempotency, AServerErrorIsNotKept) {
    TestMerchant merchant;
    merchant.idempotency_key = "confirm-1";
    const auto key = merchant.authenticates("order-000001", 9900, "error_after_capture");
    EXPECT_EQ(merchant.confirms(key, "order-000001").status, 500);
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "400 ALREADY_PROCESSED_PAYMENT");
}

TEST(TossIdempotency, AKeyHasAtMostThreeHundredCharacters) {
    TestMerchant merchant;
    const auto key = merchant.authenticates("order-000001");
    merchant.idempotency_key = std::string(301, 'k');
    EXPECT_EQ(merchant.confirms(key, "order-000001").code(), "400 INVALID_IDEMPOTENCY_KEY");
    merchant.idempotency_key = std::string(300, 'k');
    EXPECT_EQ(merchant.confirms(key, "order-000001").status, 200);
}

}  // namespace
}  // namespace gyeol::sandbox::toss
