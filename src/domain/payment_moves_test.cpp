#include "domain/payment_samples.hpp"
#include "domain/payment_tables.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gyeol::domain {
namespace {

// The rule itself, written out: from, and everything that may follow.
constexpr std::string_view allowed_moves = R"(
| from | to |
| --- | --- |
| `pending` | `processing` `cancelled` `expired` |
| `processing` | `completed` `waiting_for_deposit` `failed` `unknown` `pending` |
| `unknown` | `completed` `waiting_for_deposit` `failed` `expired` `pending` |
| `waiting_for_deposit` | `completed` `cancelled` `expired` |
| `completed` | `partially_refunded` `refunded` `waiting_for_deposit` |
| `partially_refunded` | `refunded` |
| `refunded` | |
| `failed` | |
| `cancelled` | |
| `expired` | `completed` |
)";

TEST(PaymentMoves, OnlyTheTablesMovesAreAllowed) {
    const auto rows = tables::rows_of(allowed_moves);
    ASSERT_EQ(rows.size(), all_payment_statuses.size());
    for (const auto& row : rows) {
        const auto from = find_payment_status(tables::words_of(row[0]).front());
        ASSERT_TRUE(from) << row[0];
        const auto listed = tables::words_of(row[1]);
        const std::set<std::string> allowed(listed.begin(), listed.end());
        for (const auto to : all_payment_statuses) {
            EXPECT_EQ(may_move(*from, to), allowed.contains(std::string(word(to))))
                << word(*from) << " -> " << word(to);
        }
    }
}

TEST(PaymentMoves, TheDocumentationShowsTheSameTable) {
    EXPECT_TRUE(tables::page("docs/payments.md").find(allowed_moves) != std::string::npos);
}

TEST(PaymentMoves, AMoveThatIsNotInTheTableBreaksALaw) {
    auto payment = samples::payment_in(PaymentStatus::failed);
    EXPECT_DEATH(move_to(payment, PaymentStatus::completed, samples::noticed_at), "");
}

TEST(PaymentMoves, EachMoveIsToldOnceInOrder) {
    auto payment = samples::payment_in(PaymentStatus::refunded);
    std::string told;
    std::uint64_t number = 0;
    for (const auto& event : payment.meta.events) {
        told += event.type + ' ';
        EXPECT_EQ(event.number, ++number);
    }
    EXPECT_EQ(
        told,
        "payment.created payment.processing payment.completed refund.completed payment.refunded "
    );
    EXPECT_EQ(payment.meta.events_made, number);
}

TEST(PaymentMoves, FailedCancelledAndRefundedAreTheEnd) {
    for (const auto status : all_payment_statuses) {
        bool moves_on = false;
        for (const auto to : all_payment_statuses)
            moves_on = moves_on || may_move(status, to);
        EXPECT_EQ(is_final(status), !moves_on) << word(status);
    }
}

}  // namespace
}  // namespace gyeol::domain
