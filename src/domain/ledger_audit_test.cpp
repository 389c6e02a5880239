#include "domain/ledger_audit.hpp"

#include "domain/payment_samples.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

using namespace samples;

std::string digest(std::string_view text) {
    return std::to_string(std::hash<std::string_view>{}(text));
}

/// A payment that was sent and completed, and its two entries.
class LedgerAudits : public ::testing::Test {
protected:
    LedgerAudits() {
        payment = begin_confirm(new_payment(), confirm_command(), confirmed_at)->payment;
        book(payment, digest, confirmed_at);
        payment = settle_soon(payment, captured());
        book(payment, digest, confirmed_at);
        for (const auto& event : payment.meta.events) {
            if (auto entry = entry_of(payment, event)) entries.push_back(std::move(*entry));
        }
        payment.meta.events.clear();
    }

    [[nodiscard]] LedgerReport look() const {
        LedgerAudit audit(digest);
        audit.see(payment);
        for (const auto& entry : entries)
            audit.see(entry);
        return audit.finish();
    }

    void expect_first(std::string_view what, std::uint64_t entry) const {
        const auto report = look();
        ASSERT_FALSE(report.fits());
        EXPECT_EQ(report.findings.front().what, what);
        EXPECT_EQ(report.findings.front().entry, entry);
        EXPECT_EQ(report.findings.front().payment_id, payment.id);
    }

    Payment payment;
    std::vector<LedgerEntry> entries;
};

TEST_F(LedgerAudits, FitsWhenNothingWasTouched) {
    ASSERT_EQ(entries.size(), 2U);
    const auto report = look();
    EXPECT_TRUE(report.fits());
    EXPECT_EQ(report.payments, 1U);
    EXPECT_EQ(report.entries, 2U);
    EXPECT_EQ(report.lines, 9U);
    EXPECT_EQ(report.balance.at(ProviderName::toss), positions_of(payment));
}

TEST_F(LedgerAudits, CountsWhatIsCommittedAndNotYetCopied) {
    payment = begin_confirm(new_payment(), confirm_command(), confirmed_at)->payment;
    book(payment, digest, confirmed_at);
    entries.clear();
    const auto report = look();
    EXPECT_TRUE(report.fits());
    EXPECT_EQ(report.entries, 1U);
}

TEST_F(LedgerAudits, FindsAnAmountThatWasEditedByHand) {
    entries[0].lines[0].position.amount.minor += 1;
    expect_first("chain_broken", 1);
}

TEST_F(LedgerAudits, FindsAnInstantThatWasEditedByHand) {
    entries[1].at += std::chrono::hours(1);
    expect_first("chain_broken", 2);
}

TEST_F(LedgerAudits, FindsAnEntryThatIsMissing) {
    entries.erase(entries.begin());
    expect_first("entry_missing", 1);
}

TEST_F(LedgerAudits, FindsThatTheNewestEntryIsMissing) {
    entries.pop_back();
    expect_first("entry_missing", 2);
}

TEST_F(LedgerAudits, FindsAPaymentThatSaysAnother) {
    payment.returned = price;
    expect_first("not_booked", 0);
}

TEST_F(LedgerAudits, FindsLinesThatDoNotBalanceThoughTheirHashesFit) {
    entries.pop_back();
    entries[0].lines.pop_back();
    expect_first("lines_unbalanced", 1);
}

TEST_F(LedgerAudits, FindsAnEntryOfNobody) {
    LedgerAudit audit(digest);
    audit.see(entries[0]);
    EXPECT_EQ(audit.finish().findings.front().what, "entry_of_nobody");
}

TEST_F(LedgerAudits, NamesAHeadThatDiffers) {
    payment.ledger.head = "0";
    expect_first("head_differs", 0);
}

TEST_F(LedgerAudits, AWalkInPagesOfAnySizeSeesTheSame) {
    auto second = payment;
    Id::Bytes bytes{};
    bytes.back() = 7;
    second.id = PaymentId(Id(bytes));
    second.ledger = {};
    second.meta.events = {};
    tell(second, "payment.completed", confirmed_at);
    book(second, digest, confirmed_at);
    const std::vector<Payment> payments{payment, second};
    auto all = entries;
    all.push_back(*entry_of(second, second.meta.events.back()));
    second.meta.events.clear();
    for (const std::size_t size : {1U, 2U, 3U, 10U}) {
        LedgerWalk walk(digest);
        std::size_t payments_read = 0;
        std::size_t entries_read = 0;
        while (walk.wants() != LedgerWalk::Wants::nothing) {
            if (walk.wants() == LedgerWalk::Wants::payments) {
                std::vector<Payment> page;
                while (page.size() < size && payments_read < payments.size())
                    page.push_back(payments[payments_read++]);
                walk.take(std::move(page));
            } else {
                std::vector<LedgerEntry> page;
                while (page.size() < size && entries_read < all.size())
                    page.push_back(all[entries_read++]);
                walk.take(std::move(page));
            }
        }
        const auto report = walk.finish();
        EXPECT_TRUE(report.fits()) << size << ": " << report.findings.front().what;
        EXPECT_EQ(report.payments, 2U);
        EXPECT_EQ(report.entries, 3U);
    }
}

}  // namespace
}  // namespace gyeol::domain
