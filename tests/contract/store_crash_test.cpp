// A process that writes is killed at any moment, again and again: whatever it was told is stored, is
// there afterwards. The writing process is a copy of the test program; it prints each acknowledged id
// into a pipe.
#include "contract/stores.hpp"
#include "storage/sqlite_store.hpp"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <random>

namespace gyeol::test {
namespace {

using ports::Committed;

domain::Payment payment_of(std::uint32_t round, std::uint32_t number) {
    auto payment = new_payment();
    Id::Bytes bytes{};
    for (std::size_t at = 0; at < 4; ++at) {
        bytes.at(at) = static_cast<std::uint8_t>(round >> (8 * at));
        bytes.at(4 + at) = static_cast<std::uint8_t>(number >> (8 * at));
    }
    payment.id = domain::PaymentId(Id(bytes));
    payment.order_id = "ord_" + payment.id.hex();
    payment.order_name = std::string(2000, 'x');
    return payment;
}

/// Creates payments, replaces each once, and reports the id only when both are done.
Task<> write_on(ports::Store& store, int report, std::uint32_t round, std::uint32_t first) {
    constexpr std::uint32_t writers = 16;
    for (auto number = first;; number += writers) {
        const auto created = co_await store.commit(create(payment_of(round, number)));
        if (!created) std::abort();
        auto payment = std::get<domain::Payment>(*created->stored);
        payment.status = domain::PaymentStatus::completed;
        const auto replaced = co_await store.commit(replace(payment));
        if (!replaced || replaced->state != Committed::State::done) std::abort();
        const auto& bytes = payment.id.raw().bytes();
        if (::write(report, bytes.data(), bytes.size()) < 0) std::abort();
    }
}

[[noreturn]] void be_the_writer(
    const std::filesystem::path& folder, int report, std::uint32_t round
) {
    boost::asio::io_context loop;
    const PlaceCipher cipher;
    const auto store = storage::open_sqlite_store({folder, ""}, cipher, loop.get_executor());
    if (!store) std::abort();
    auto never_ends = [](std::exception_ptr /*failure*/) { std::abort(); };
    for (std::uint32_t writer = 0; writer < 16; ++writer) {
        boost::asio::co_spawn(loop, write_on(**store, report, round, writer), never_ends);
    }
    loop.run();
    std::abort();
}

/// Lets a writer work until it reported `count` ids, kills it, and returns all that it reported.
std::vector<Id> write_and_die(
    const std::filesystem::path& folder, std::uint32_t round, std::size_t count
) {
    std::array<int, 2> pipe{};
    EXPECT_EQ(::pipe(pipe.data()), 0);
    const auto child = ::fork();
    if (child == 0) {
        ::close(pipe[0]);
        be_the_writer(folder, pipe[1], round);
    }
    ::close(pipe[1]);
    std::vector<Id> reported;
    Id::Bytes bytes{};
    while (::read(pipe[0], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size())) {
        reported.emplace_back(bytes);
        if (reported.size() == count) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        << "the writer failed by itself";
    return reported;
}

void expect_stored(SqliteUnderTest& sqlite, const std::vector<Id>& acknowledged) {
    for (const auto& id : acknowledged) {
        auto loading = sqlite.store().load(domain::RecordKind::payments, id);
        const auto loaded = sqlite.answer_of(std::move(loading));
        ASSERT_TRUE(loaded && *loaded) << id.hex() << " is lost";
        const auto& payment = std::get<domain::Payment>(**loaded);
        ASSERT_EQ(payment.status, domain::PaymentStatus::completed);
        ASSERT_EQ(payment.meta.version, 2U);
    }
}

TEST(SqliteCrash, NothingAcknowledgedIsLostWheneverTheProcessIsKilled) {
    constexpr std::uint32_t rounds = 15;
    constexpr std::uint32_t seed = 20260102;
    std::mt19937 chance(seed);
    SqliteUnderTest sqlite;
    std::vector<Id> all;
    for (std::uint32_t round = 1; round <= rounds; ++round) {
        SCOPED_TRACE(::testing::Message() << "after kill " << round);
        sqlite.close();
        const auto acknowledged = write_and_die(sqlite.folder(), round, 1 + chance() % 200);
        ASSERT_TRUE(sqlite.reopen());
        expect_stored(sqlite, acknowledged);
        all.insert(all.end(), acknowledged.begin(), acknowledged.end());
    }
    expect_stored(sqlite, all);
    EXPECT_EQ(sqlite.shell("PRAGMA integrity_check"), "ok\n");
}

}  // namespace
}  // namespace gyeol::test
