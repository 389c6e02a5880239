#include "domain/inbox.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gyeol::domain {
namespace {

using namespace std::chrono_literals;

const Instant noon = from_millis(1'772'334'000'000);

ProviderNotice a_notice() {
    return {
        .event_type = "PAYMENT_STATUS_CHANGED",
        .transmission_id = "whtrans_1",
        .order_id = "ord_one",
        .payment_key = "key_one",
        .status = "DONE",
        .transaction_key = "txrd_1",
        .secret = "ps_1",
    };
}

TEST(Inbox, ARepeatOfADeliveryIsTheSameItem) {
    auto repeat = a_notice();
    repeat.secret = "another";
    EXPECT_EQ(identity_of(ProviderName::toss, a_notice()), identity_of(ProviderName::toss, repeat));
}

TEST(Inbox, AnotherFactOrAnotherDeliveryIsAnotherItem) {
    std::set<std::string> identities{
        identity_of(ProviderName::toss, a_notice()), identity_of(ProviderName::stripe, a_notice())};
    const auto add = [&identities](std::string ProviderNotice::*member) {
        auto notice = a_notice();
        notice.*member = "other";
        identities.insert(identity_of(ProviderName::toss, notice));
    };
    add(&ProviderNotice::event_type);
    add(&ProviderNotice::transmission_id);
    add(&ProviderNotice::order_id);
    add(&ProviderNotice::payment_key);
    add(&ProviderNotice::status);
    add(&ProviderNotice::transaction_key);
    EXPECT_EQ(identities.size(), 8U);
}

TEST(Inbox, AnUnansweredLookIsRepeatedMoreAndMoreSeldom) {
    EXPECT_EQ(next_inbox_look(0, noon), noon + 1min);
    EXPECT_EQ(next_inbox_look(1, noon), noon + 5min);
    EXPECT_EQ(next_inbox_look(2, noon), noon + 25min);
    EXPECT_EQ(next_inbox_look(3, noon), noon + 60min);
    EXPECT_EQ(next_inbox_look(1000, noon), noon + 60min);
}

TEST(Inbox, StatesAreTheirWords) {
    for (const auto* text : {"received", "done", "ignored"})
        EXPECT_EQ(word(find_inbox_state(text).value()), text);
    EXPECT_FALSE(find_inbox_state("lost"));
}

}  // namespace
}  // namespace gyeol::domain
