// What ports/store.hpp promises, held against every store there is.
#include "base/limits.hpp"
#include "contract/stores.hpp"
#include "support/arbitrary_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <set>

namespace gyeol::test {
namespace {

using domain::Aggregate;
using domain::Change;
using domain::Payment;
using domain::RecordKind;
using ports::Committed;
using State = ports::Committed::State;
using ::testing::ElementsAre;

class StoreContract : public ::testing::TestWithParam<MakeStore> {
protected:
    Result<Committed> commit(Change change) {
        return under_test->answer_of(store().commit(std::move(change)));
    }

    /// Commits what must succeed, and returns what is stored.
    Aggregate done(Change change) {
        auto answer = commit(std::move(change));
        EXPECT_TRUE(answer && answer->state == State::done);
        return std::move(*answer->stored);
    }

    Payment create_payment(Payment payment = new_payment()) {
        return std::get<Payment>(done(create(std::move(payment))));
    }

    std::optional<Aggregate> load(RecordKind kind, Id id) {
        return *under_test->answer_of(store().load(kind, id));
    }

    Payment load_payment(Id id) { return std::get<Payment>(*load(RecordKind::payments, id)); }

    ports::PaymentPage list(
        ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
    ) {
        return *under_test->answer_of(store().list_payments(filter, after, count));
    }

    std::vector<Id> due(RecordKind kind, std::int64_t now, std::size_t count = 100) {
        std::vector<Id> ids;
        const auto found = under_test->answer_of(store().due(kind, from_millis(now), count));
        for (const auto& record : *found)
            ids.push_back(domain::id_of(record));
        return ids;
    }

    ports::Store& store() { return under_test->store(); }

    std::unique_ptr<StoreUnderTest> under_test = GetParam()();
};

TEST_P(StoreContract, CreateStoresTheRecordAsVersionOneWithItsOp) {
    auto change = create(new_payment());
    const auto op = change.op;
    const auto id = domain::id_of(change.record);
    const auto stored = done(std::move(change));
    EXPECT_EQ(domain::meta_of(stored).version, 1U);
    EXPECT_THAT(domain::meta_of(stored).ops, ElementsAre(op));
    EXPECT_EQ(load(RecordKind::payments, id), stored);
}

TEST_P(StoreContract, LoadOfWhatIsNotThereIsNone) {
    const auto payment = create_payment();
    EXPECT_EQ(load(RecordKind::payments, Id()), std::nullopt);
    EXPECT_EQ(load(RecordKind::purchases, payment.id.raw()), std::nullopt);
}

TEST_P(StoreContract, ManyCreatesOfOneIdHaveOneWinner) {
    const auto payment = new_payment();
    int winners = 0;
    std::set<OpId> ops_seen;
    for (int number = 0; number < 32; ++number) {
        auto one = payment;
        one.reviews = number;
        auto judge = [&](const Result<Committed>& answer) {
            ASSERT_TRUE(answer);
            ASSERT_TRUE(answer->state == State::done || answer->state == State::exists);
            if (answer->state == State::done) ++winners;
            ops_seen.insert(domain::meta_of(*answer->stored).ops.front());
        };
        under_test->start<Result<Committed>>(store().commit(create(one)), judge);
    }
    under_test->run();
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(ops_seen.size(), 1U) << "everybody must be shown the winner's record";
}

Task<int> count_up(ports::Store& store, Id id, int times) {
    int stale = 0;
    while (times > 0) {
        auto loaded = co_await store.load(RecordKind::payments, id);
        auto payment = std::get<Payment>(**loaded);
        payment.reviews += 1;
        const auto answer = co_await store.commit(replace(payment));
        if (answer->state == State::done) {
            --times;
        } else {
            ++stale;
        }
    }
    co_return stale;
}

TEST_P(StoreContract, NoUpdateIsLostUnderConcurrentReplaces) {
    const auto payment = create_payment();
    constexpr int writers = 8;
    constexpr int times = 10;
    for (int writer = 0; writer < writers; ++writer) {
        under_test->start<int>(count_up(store(), payment.id.raw(), times), [](int /*stale*/) {});
    }
    under_test->run();
    const auto last = load_payment(payment.id.raw());
    EXPECT_EQ(last.reviews, writers * times);
    EXPECT_EQ(last.meta.version, 1U + writers * times);
}

TEST_P(StoreContract, StaleCarriesTheNewerVersion) {
    const auto payment = create_payment();
    auto newer = payment;
    newer.status = domain::PaymentStatus::cancelled;
    done(replace(newer));
    const auto answer = commit(replace(payment));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->state, State::stale);
    EXPECT_EQ(std::get<Payment>(*answer->stored).status, domain::PaymentStatus::cancelled);
    EXPECT_EQ(domain::meta_of(*answer->stored).version, 2U);
}

TEST_P(StoreContract, AVersionFromTheFutureIsStaleToo) {
    auto payment = create_payment();
    payment.meta.version = 7;
    const auto answer = commit(replace(payment));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->state, State::stale);
}

TEST_P(StoreContract, ReplaceOfNothingIsGoneAndStoresNothing) {
    auto payment = new_payment();
    payment.meta.version = 1;
    const auto answer = commit(replace(payment));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->state, State::gone);
    EXPECT_EQ(load(RecordKind::payments, payment.id.raw()), std::nullopt);
}

TEST_P(StoreContract, ARepeatOfTheVerySameChangeIsDoneAndChangesNothing) {
    const auto first = create(new_payment());
    const auto created = done(first);
    EXPECT_EQ(done(first), created);
    const auto second = replace(created);
    const auto replaced = done(second);
    EXPECT_EQ(done(second), replaced);
    const auto others = done(replace(replaced));
    EXPECT_EQ(done(first), others) << "a repeat is done however far the record has moved on";
    EXPECT_EQ(done(second), others);
}

TEST_P(StoreContract, OnlyTheLastOpsAreKept) {
    const auto first = create(new_payment());
    auto stored = done(first);
    std::vector<OpId> ops{first.op};
    for (std::size_t times = 0; times < limits::ops_kept + 3; ++times) {
        auto change = replace(stored);
        ops.push_back(change.op);
        stored = done(std::move(change));
    }
    ops.erase(ops.begin(), ops.end() - static_cast<std::ptrdiff_t>(limits::ops_kept));
    EXPECT_EQ(domain::meta_of(stored).ops, ops);
    EXPECT_EQ(domain::meta_of(*load(RecordKind::payments, domain::id_of(stored))).ops, ops);
    EXPECT_EQ(commit(first)->state, State::exists) << "an op that was forgotten is not recognised";
}

TEST_P(StoreContract, AnEmailAddressBelongsToOneUser) {
    const auto holder = std::get<domain::User>(done(create(new_user("a@example.com"))));
    const auto refused = commit(create(new_user("a@example.com")));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->state, State::exists);
    EXPECT_EQ(domain::id_of(*refused->stored), holder.id.raw());
    auto other = std::get<domain::User>(done(create(new_user("b@example.com"))));
    other.email = "a@example.com";
    EXPECT_EQ(commit(replace(other))->state, State::exists);
}

TEST_P(StoreContract, AnEmailAddressThatWasGivenUpIsFree) {
    auto user = std::get<domain::User>(done(create(new_user("a@example.com"))));
    user.email = "c@example.com";
    done(replace(user));
    done(create(new_user("a@example.com")));
    const auto found = under_test->answer_of(store().find_user_by_email("c@example.com"));
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->id, user.id);
}

TEST_P(StoreContract, FindsNoUserByAnUnknownAddress) {
    done(create(new_user("a@example.com")));
    const auto found = under_test->answer_of(store().find_user_by_email("A@example.com"));
    ASSERT_TRUE(found);
    EXPECT_FALSE(*found);
}

TEST_P(StoreContract, AnOrderBelongsToOnePayment) {
    const auto holder = create_payment();
    auto other = new_payment();
    other.order_id = holder.order_id;
    const auto refused = commit(create(other));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->state, State::exists);
    EXPECT_EQ(domain::id_of(*refused->stored), holder.id.raw());
}

TEST_P(StoreContract, MembersThatUsuallyStayMayBeReplacedToo) {
    auto payment = create_payment();
    payment.user_id = domain::UserId(*Id::parse("00000000000000000000cafe"));
    payment.created_at = from_millis(5);
    done(replace(payment));
    const auto page = list({payment.user_id, std::nullopt}, std::nullopt, 10);
    ASSERT_EQ(page.payments.size(), 1U);
    EXPECT_EQ(page.payments.front().created_at, from_millis(5));
}

TEST_P(StoreContract, PagesNeitherSkipNorRepeatUnderInserts) {
    const auto user = domain::UserId(*Id::parse("00000000000000000000000a"));
    std::vector<Id> expected;
    auto add = [&](std::int64_t at) {
        auto payment = new_payment();
        payment.user_id = user;
        payment.created_at = from_millis(at);
        expected.insert(expected.begin(), create_payment(payment).id.raw());
    };
    for (std::int64_t number = 0; number < 25; ++number)
        add(number / 4);  // Many of one instant.
    const auto before = expected;
    std::vector<Id> seen;
    std::optional<ports::PageCursor> after;
    do {
        const auto page = list({user, std::nullopt}, after, 4);
        for (const auto& payment : page.payments)
            seen.push_back(payment.id.raw());
        after = page.next;
        add(100);
    } while (after);
    EXPECT_EQ(seen, before);
}

TEST_P(StoreContract, ListsFilterByUserAndStatus) {
    const auto user = domain::UserId(*Id::parse("00000000000000000000000b"));
    auto mine = new_payment();
    mine.user_id = user;
    auto mine_failed = new_payment();
    mine_failed.user_id = user;
    mine_failed.status = domain::PaymentStatus::failed;
    auto others = new_payment();
    others.status = domain::PaymentStatus::failed;
    for (const auto& payment : {mine, mine_failed, others})
        create_payment(payment);
    const auto failed = domain::PaymentStatus::failed;
    EXPECT_EQ(list({user, std::nullopt}, std::nullopt, 10).payments.size(), 2U);
    EXPECT_EQ(list({std::nullopt, failed}, std::nullopt, 10).payments.size(), 2U);
    EXPECT_EQ(list({user, failed}, std::nullopt, 10).payments.size(), 1U);
    EXPECT_EQ(list({}, std::nullopt, 10).payments.size(), 3U);
    EXPECT_EQ(list({}, std::nullopt, 0).payments.size(), 0U);
}

TEST_P(StoreContract, AListFollowsTheStatus) {
    auto payment = create_payment();
    payment.status = domain::PaymentStatus::expired;
    done(replace(payment));
    EXPECT_TRUE(list({{}, domain::PaymentStatus::pending}, {}, 10).payments.empty());
    EXPECT_EQ(list({{}, domain::PaymentStatus::expired}, {}, 10).payments.size(), 1U);
}

TEST_P(StoreContract, APageThatIsExactlyTheRestIsTheLast) {
    create_payment();
    create_payment();
    EXPECT_FALSE(list({}, std::nullopt, 2).next);
    EXPECT_TRUE(list({}, std::nullopt, 1).next);
}

TEST_P(StoreContract, DueFindsEverythingThatHasComeLongestFirst) {
    std::vector<Id> ids;
    for (const std::int64_t at : {30, 10, 20, 21}) {
        auto payment = new_payment();
        payment.meta.next_at = from_millis(at);
        ids.push_back(create_payment(payment).id.raw());
    }
    create_payment();  // Nobody must look at it.
    EXPECT_THAT(due(RecordKind::payments, 20), ElementsAre(ids[1], ids[2]));
    EXPECT_THAT(due(RecordKind::payments, 99, 3), ElementsAre(ids[1], ids[2], ids[3]));
    EXPECT_THAT(due(RecordKind::payments, 9), ElementsAre());
    EXPECT_THAT(due(RecordKind::purchases, 99), ElementsAre());
}

TEST_P(StoreContract, ARecordThatWasSeenToIsNoLongerDue) {
    auto payment = new_payment();
    payment.meta.next_at = from_millis(10);
    payment = create_payment(payment);
    payment.meta.next_at = from_millis(50);
    payment = std::get<Payment>(done(replace(payment)));
    EXPECT_THAT(due(RecordKind::payments, 20), ElementsAre());
    EXPECT_THAT(due(RecordKind::payments, 50), ElementsAre(payment.id.raw()));
    payment.meta.next_at.reset();
    done(replace(payment));
    EXPECT_THAT(due(RecordKind::payments, 99), ElementsAre());
}

TEST_P(StoreContract, ADamagedRecordFailsAloneAndHidesNoOtherFromDue) {
    std::vector<Id> ids;
    for (const std::int64_t at : {1, 2, 3}) {
        auto payment = new_payment();
        payment.meta.next_at = from_millis(at);
        ids.push_back(create_payment(payment).id.raw());
    }
    under_test->damage(RecordKind::payments, ids[0], R"({"format":1})");
    under_test->damage(RecordKind::payments, ids[1], R"({"format":999})");
    EXPECT_THAT(due(RecordKind::payments, 99, 1), ElementsAre(ids[2]));
    const auto damaged = under_test->answer_of(store().load(RecordKind::payments, ids[0]));
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().code, ErrorCode::internal);
    EXPECT_EQ(damaged.error().reason, "record_damaged");
    const auto newer = under_test->answer_of(store().load(RecordKind::payments, ids[1]));
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().reason, "format_too_new");
}

TEST_P(StoreContract, KeepsTheEdgesOfSixtyFourBits) {
    for (const auto edge :
         {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
        auto payment = new_payment();
        payment.amount.minor = edge;
        payment.created_at = from_millis(edge);
        payment.meta.next_at = from_millis(edge);
        const auto stored = create_payment(payment);
        EXPECT_EQ(load_payment(payment.id.raw()), stored);
    }
    EXPECT_EQ(list({}, std::nullopt, 10).payments.size(), 2U);
    EXPECT_EQ(due(RecordKind::payments, std::numeric_limits<std::int64_t>::max()).size(), 2U);
}

TEST_P(StoreContract, KeepsCharactersOfFourBytes) {
    auto payment = new_payment();
    payment.order_name = "결제 😀 \U0010FFFF \"quoted\" \\ \n";
    const auto stored = create_payment(payment);
    EXPECT_EQ(load_payment(payment.id.raw()).order_name, payment.order_name);
}

TEST_P(StoreContract, RefusesNulAndStoresNothing) {
    auto payment = new_payment();
    payment.order_name = std::string("a\0b", 3);
    const auto good = new_payment();
    const auto refused = commit(create(payment));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_request);
    EXPECT_EQ(load(RecordKind::payments, payment.id.raw()), std::nullopt);
    std::vector<Change> both{create(good), create(payment)};
    EXPECT_FALSE(under_test->answer_of(store().commit_in_order(both)));
    EXPECT_EQ(load(RecordKind::payments, good.id.raw()), std::nullopt);
}

TEST_P(StoreContract, KeepsADocumentOfOneMegabyte) {
    domain::InboxItem item;
    item.id = domain::InboxId(*Id::parse("0000000000000000000000ff"));
    item.notice.event_type = std::string(1024UL * 1024, 'x');
    item.body = std::string(1024UL * 1024, '"');
    const auto stored = done(create(item));
    EXPECT_EQ(load(RecordKind::inbox, item.id.raw()), stored);
}

domain::Delivery new_delivery(std::int64_t created_at) {
    domain::Delivery delivery;
    delivery.id = domain::DeliveryId(new_op().raw());
    delivery.created_at = from_millis(created_at);
    delivery.expires_at = from_millis(created_at + 1000);
    return delivery;
}

TEST_P(StoreContract, DeliveriesAreListedNewestFirstAndByState) {
    std::vector<Id> all;
    std::vector<Id> given_up;
    for (std::int64_t number = 0; number < 9; ++number) {
        auto delivery = new_delivery(number / 3);  // Several of one instant.
        if (number % 2 == 0) delivery.state = domain::DeliveryState::given_up;
        all.insert(all.begin(), delivery.id.raw());
        if (number % 2 == 0) given_up.insert(given_up.begin(), delivery.id.raw());
        done(create(delivery));
    }
    const auto ids = [this](std::optional<domain::DeliveryState> state) {
        std::vector<Id> seen;
        std::optional<ports::PageCursor> after;
        do {
            const auto page = under_test->answer_of(store().list_deliveries(state, after, 2));
            for (const auto& delivery : page->deliveries)
                seen.push_back(delivery.id.raw());
            after = page->next;
        } while (after);
        return seen;
    };
    EXPECT_EQ(ids(std::nullopt), all);
    EXPECT_EQ(ids(domain::DeliveryState::given_up), given_up);
    EXPECT_EQ(ids(domain::DeliveryState::delivered), std::vector<Id>());
}

TEST_P(StoreContract, ADeliveryMovesBetweenTheListsOfStates) {
    auto delivery = std::get<domain::Delivery>(done(create(new_delivery(5))));
    delivery.state = domain::DeliveryState::delivered;
    done(replace(delivery));
    const auto count = [this](domain::DeliveryState state) {
        return under_test->answer_of(store().list_deliveries(state, {}, 10))->deliveries.size();
    };
    EXPECT_EQ(count(domain::DeliveryState::pending), 0U);
    EXPECT_EQ(count(domain::DeliveryState::delivered), 1U);
}

TEST_P(StoreContract, PurgeForgetsDeliveriesThatExpiredAndNothingElse) {
    const auto old = new_delivery(1);
    const auto fresh = new_delivery(2);
    done(create(old));
    done(create(fresh));
    const auto payment = create_payment();
    EXPECT_EQ(under_test->answer_of(store().purge_deliveries(from_millis(1001))).value_or(99), 1U);
    EXPECT_EQ(load(RecordKind::deliveries, old.id.raw()), std::nullopt);
    EXPECT_TRUE(load(RecordKind::deliveries, fresh.id.raw()));
    EXPECT_TRUE(load(RecordKind::payments, payment.id.raw()));
}

TEST_P(StoreContract, EndpointsAreKeptWithTheirSecretsSealed) {
    domain::EndpointBook book;
    book.id = domain::EndpointBookId(new_op().raw());
    domain::Endpoint endpoint;
    endpoint.url = "https://shop.example/hook";
    endpoint.secret = Secret("whsec_c2VjcmV0");
    book.endpoints = {endpoint, endpoint};
    const auto stored = done(create(book));
    EXPECT_EQ(load(RecordKind::endpoints, book.id.raw()), stored);
    EXPECT_EQ(std::get<domain::EndpointBook>(stored).endpoints, book.endpoints);
}

TEST_P(StoreContract, CommitInOrderStopsBehindTheFirstThatIsNotDone) {
    const auto first = new_payment();
    const auto taken = create_payment();
    const auto never = new_payment();
    const std::vector<Change> changes{create(first), create(taken), create(never)};
    const auto answers = under_test->answer_of(store().commit_in_order(changes));
    ASSERT_TRUE(answers);
    ASSERT_EQ(answers->size(), 2U);
    EXPECT_EQ(answers->at(0).state, State::done);
    EXPECT_EQ(answers->at(1).state, State::exists);
    EXPECT_TRUE(load(RecordKind::payments, first.id.raw()));
    EXPECT_FALSE(load(RecordKind::payments, never.id.raw()));
}

TEST_P(StoreContract, CommitInOrderSeesItsOwnChangesAndMayBeRepeated) {
    auto payment = new_payment();
    const auto begin = create(payment);
    payment.meta.version = 1;
    payment.meta.ops.push_back(begin.op);
    payment.status = domain::PaymentStatus::cancelled;
    const std::vector<Change> changes{begin, replace(payment)};
    for (int times = 0; times < 2; ++times) {
        const auto answers = under_test->answer_of(store().commit_in_order(changes));
        ASSERT_TRUE(answers);
        ASSERT_EQ(answers->size(), 2U);
        EXPECT_EQ(answers->at(1).state, State::done);
        EXPECT_EQ(domain::meta_of(*answers->at(1).stored).version, 2U);
    }
    EXPECT_EQ(load_payment(payment.id.raw()).status, domain::PaymentStatus::cancelled);
}

TEST_P(StoreContract, CommitInOrderOfNothingIsNothing) {
    const auto answers = under_test->answer_of(store().commit_in_order({}));
    ASSERT_TRUE(answers);
    EXPECT_TRUE(answers->empty());
}

TEST_P(StoreContract, PurgeRemovesOnlyWhatHasExpired) {
    std::vector<Id> ids;
    for (const std::int64_t expires_at : {10, 20, 30}) {
        domain::IdempotencyRecord record;
        record.id = domain::IdempotencyId(new_op().raw());
        record.expires_at = from_millis(expires_at);
        ids.push_back(domain::id_of(done(create(record))));
    }
    EXPECT_EQ(*under_test->answer_of(store().purge_idempotency(from_millis(20))), 2U);
    EXPECT_FALSE(load(RecordKind::idempotency, ids[1]));
    EXPECT_TRUE(load(RecordKind::idempotency, ids[2]));
    EXPECT_EQ(*under_test->answer_of(store().purge_idempotency(from_millis(20))), 0U);
}

TEST_P(StoreContract, WalksPaymentsInTheOrderOfTheirIds) {
    std::set<domain::PaymentId> wanted;
    while (wanted.size() < 5)
        wanted.insert(create_payment().id);
    std::vector<domain::PaymentId> found;
    std::optional<domain::PaymentId> after;
    while (true) {
        const auto page = under_test->answer_of(store().scan_payments(after, 2));
        ASSERT_TRUE(page);
        ASSERT_LE(page->size(), 2U);
        if (page->empty()) break;
        for (const auto& payment : *page)
            found.push_back(payment.id);
        after = found.back();
    }
    EXPECT_EQ(found, std::vector(wanted.begin(), wanted.end()));
}

TEST_P(StoreContract, WalksTheLedgerByPaymentAndNumber) {
    using Place = std::pair<domain::PaymentId, std::uint64_t>;
    std::set<Place> wanted;
    const std::vector payments{
        domain::PaymentId(new_op().raw()), domain::PaymentId(new_op().raw())};
    for (const std::uint64_t number : {10, 2, 1}) {
        for (const auto& payment : payments) {
            domain::LedgerEntry entry;
            entry.id = domain::LedgerEntryId(new_op().raw());
            entry.payment_id = payment;
            entry.number = number;
            done(create(entry));
            wanted.emplace(payment, number);
        }
    }
    std::vector<Place> found;
    std::optional<ports::LedgerCursor> after;
    while (true) {
        const auto page = under_test->answer_of(store().scan_ledger(after, 4));
        ASSERT_TRUE(page);
        if (page->empty()) break;
        for (const auto& entry : *page)
            found.emplace_back(entry.payment_id, entry.number);
        after = ports::LedgerCursor{found.back().first, found.back().second};
    }
    EXPECT_EQ(found, std::vector(wanted.begin(), wanted.end()));
}

TEST_P(StoreContract, CountsTheRecordsOfEachKind) {
    create_payment();
    create_payment();
    done(create(new_user("a@example.com")));
    const auto totals = under_test->answer_of(store().totals());
    ASSERT_TRUE(totals);
    EXPECT_THAT(*totals, ElementsAre(1U, 2U, 0U, 0U, 0U, 0U, 0U, 0U));
}

TEST_P(StoreContract, IsHealthyWhenItCanWrite) {
    EXPECT_TRUE(under_test->answer_of(store().health()));
}

TEST_P(StoreContract, ReadsBackRecordsOfEveryKindAsTheyWereStored) {
    const auto law = [this] {
        const auto kind =
            static_cast<RecordKind>(*rc::gen::inRange<std::size_t>(0, domain::record_kind_count));
        const auto answer = commit(create(arbitrary_record(kind)));
        RC_ASSERT(answer.has_value());
        RC_PRE(answer->state == State::done);
        RC_ASSERT(load(kind, domain::id_of(*answer->stored)) == answer->stored);
    };
    EXPECT_TRUE(rc::check("what is loaded is what was stored", law));
}

std::string name_of(const ::testing::TestParamInfo<MakeStore>& store) {
    return store.param == make_memory_store ? "Memory" : "Sqlite";
}

INSTANTIATE_TEST_SUITE_P(
    Stores, StoreContract, ::testing::Values(make_memory_store, make_sqlite_store), name_of
);

}  // namespace
}  // namespace gyeol::test
