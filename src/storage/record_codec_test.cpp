#include "storage/record_codec.hpp"

#include "support/arbitrary_records.hpp"
#include "support/place_cipher.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace gyeol::storage {
namespace {

using domain::Aggregate;
using domain::RecordKind;

const test::PlaceCipher cipher;

RecordPlace place_of(const Aggregate& record) {
    return {domain::kind_of(record), domain::id_of(record)};
}

void expect_same_after_storing(const Aggregate& record) {
    const auto document = write_record(record, cipher);
    RC_ASSERT(document.has_value());
    const auto read = read_record(place_of(record), *document, cipher);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == record);
}

RC_GTEST_PROP(RecordCodec, ReadsBackEveryUser, ()) {
    expect_same_after_storing(test::arbitrary_user());
}

RC_GTEST_PROP(RecordCodec, ReadsBackEveryPayment, ()) {
    expect_same_after_storing(test::arbitrary_payment());
}

RC_GTEST_PROP(RecordCodec, ReadsBackEveryPurchase, ()) {
    expect_same_after_storing(test::arbitrary_purchase());
}

RC_GTEST_PROP(RecordCodec, ReadsBackEveryInboxItem, ()) {
    expect_same_after_storing(test::arbitrary_inbox_item());
}

RC_GTEST_PROP(RecordCodec, ReadsBackEveryIdempotencyRecord, ()) {
    expect_same_after_storing(test::arbitrary_idempotency_record());
}

RC_GTEST_PROP(RecordCodec, EveryCutDocumentIsDamagedAndNothingElse, ()) {
    const auto record = test::arbitrary_record(RecordKind::payments);
    auto document = *write_record(record, cipher);
    document.resize(*rc::gen::inRange<std::size_t>(0, document.size()));
    const auto read = read_record(place_of(record), document, cipher);
    RC_ASSERT(!read.has_value());
    RC_ASSERT(read.error().reason == "record_damaged");
}

domain::Payment deposit_payment() {
    domain::Payment payment;
    payment.id = *domain::PaymentId::parse("0123456789abcdef01234567");
    payment.order_id = "ord_1";
    payment.deposit_secret = Secret("deposit-secret");
    payment.virtual_account = domain::VirtualAccount{"KTEST Bank", "110-222-333333", "Hong", {}};
    return payment;
}

Result<Aggregate> read_changed(
    const boost::json::object& changed, std::string_view id = "0123456789abcdef01234567"
) {
    return read_record({RecordKind::payments, *Id::parse(id)}, serialize(changed), cipher);
}

boost::json::object document_of(const Aggregate& record) {
    return boost::json::parse(*write_record(record, cipher)).as_object();
}

TEST(RecordCodec, KeepsPaymentDataAndSecretsOutOfThePlainDocument) {
    const auto document = *write_record(deposit_payment(), cipher);
    EXPECT_EQ(document.find("deposit-secret"), std::string::npos);
    EXPECT_EQ(document.find("110-222-333333"), std::string::npos);
    EXPECT_EQ(document.find("Hong"), std::string::npos);

    domain::User user;
    user.phone = "010-1234-5678";
    EXPECT_EQ(write_record(user, cipher)->find(user.phone), std::string::npos);
    domain::InboxItem item;
    item.notice.secret = "notice-secret";
    item.body = "webhook-body";
    EXPECT_EQ(write_record(item, cipher)->find(item.notice.secret), std::string::npos);
    EXPECT_EQ(write_record(item, cipher)->find(item.body), std::string::npos);
    domain::IdempotencyRecord answered;
    answered.answer = "stored-answer";
    EXPECT_EQ(write_record(answered, cipher)->find(answered.answer), std::string::npos);
}

TEST(RecordCodec, RefusesACiphertextMovedToAnotherField) {
    auto document = document_of(deposit_payment());
    auto& account = document["virtualAccount"].as_object();
    std::swap(account["holder"], account["accountNumber"]);
    const auto read = read_changed(document);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason, "cipher_unreadable");
}

TEST(RecordCodec, RefusesACiphertextMovedToAnotherRecord) {
    auto other = deposit_payment();
    other.id = *domain::PaymentId::parse("ffffffffffffffffffffffff");
    auto document = document_of(other);
    document["depositSecret"] = document_of(deposit_payment())["depositSecret"];
    const auto read = read_changed(document, "ffffffffffffffffffffffff");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason, "cipher_unreadable");
}

TEST(RecordCodec, RefusesAWholeDocumentMovedToAnotherRecord) {
    const auto read = read_changed(document_of(deposit_payment()), "ffffffffffffffffffffffff");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason, "record_damaged");
}

TEST(RecordCodec, RefusesAFormatItDoesNotKnowYet) {
    auto document = document_of(deposit_payment());
    document["format"] = record_format + 1;
    const auto read = read_changed(document);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::internal);
    EXPECT_EQ(read.error().reason, "format_too_new");
}

TEST(RecordCodec, PassesOverMembersItDoesNotKnow) {
    auto document = document_of(deposit_payment());
    document["later"] = {1, 2, 3};
    document["virtualAccount"].as_object()["branch"] = "Gangnam";
    const auto read = read_changed(document);
    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<domain::Payment>(*read), deposit_payment());
}

TEST(RecordCodec, ReadsAPaymentFromBeforeCapturesWereKept) {
    auto payment = deposit_payment();
    payment.amount = {9900, domain::Currency::krw};
    auto document = document_of(payment);
    document.erase("captured");
    EXPECT_EQ(std::get<domain::Payment>(*read_changed(document)).captured.minor, 0);
    payment.completed_at = from_millis(1'772'334'000'000);
    document = document_of(payment);
    document.erase("captured");
    EXPECT_EQ(std::get<domain::Payment>(*read_changed(document)).captured, payment.amount);
}

TEST(RecordCodec, CallsADocumentDamagedThatLacksAMemberOrHasTheWrongType) {
    for (const auto* member : {"id", "format", "v", "status", "amount", "createdAt", "userId"}) {
        auto lacking = document_of(deposit_payment());
        lacking.erase(member);
        EXPECT_EQ(read_changed(lacking).error().reason, "record_damaged") << member;
        auto wrong = document_of(deposit_payment());
        wrong[member] = {true};
        EXPECT_EQ(read_changed(wrong).error().reason, "record_damaged") << member;
    }
}

TEST(RecordCodec, RefusesTextThatIsNotUtf8OrHoldsNul) {
    for (const auto text : {std::string_view("a\0b", 3), std::string_view("\xC0\x80")}) {
        auto payment = deposit_payment();
        payment.order_name = text;
        const auto document = write_record(payment, cipher);
        ASSERT_FALSE(document);
        EXPECT_EQ(document.error().code, ErrorCode::invalid_request);
        EXPECT_EQ(document.error().reason, "invalid_text");
    }
}

}  // namespace
}  // namespace gyeol::storage
