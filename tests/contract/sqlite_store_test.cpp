// What only a store on a disk can promise: durability, damage, a full disk, and who else may look.
#include "storage/sqlite_store.hpp"

#include "contract/faulty_vfs.hpp"
#include "contract/stores.hpp"
#include "storage/sqlite_log.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>
#include <functional>

namespace gyeol::test {
namespace {

using domain::Change;
using domain::RecordKind;
using ports::Committed;
using State = ports::Committed::State;
using ::testing::HasSubstr;
using ::testing::Not;

class SqliteStore : public ::testing::Test {
protected:
    void TearDown() override { set_disk_fault(DiskFault::none); }

    Result<Committed> commit(Change change) {
        return sqlite.answer_of(sqlite.store().commit(std::move(change)));
    }

    Id create_one() {
        const auto answer = commit(create(new_payment()));
        EXPECT_TRUE(answer && answer->state == State::done);
        return domain::id_of(*answer->stored);
    }

    bool is_there(Id id) {
        const auto found = sqlite.answer_of(sqlite.store().load(RecordKind::payments, id));
        return found && *found;
    }

    std::string bytes() const {
        std::ifstream in(sqlite.file(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    void set_bytes(const std::string& bytes) const {
        std::ofstream(sqlite.file(), std::ios::binary | std::ios::trunc) << bytes;
    }

    SqliteUnderTest sqlite{faulty_vfs()};
};

TEST_F(SqliteStore, KeepsEverythingOverARestart) {
    const auto id = create_one();
    ASSERT_TRUE(sqlite.reopen());
    EXPECT_TRUE(is_there(id));
}

TEST_F(SqliteStore, FinishesWhatWasHandedOverWhenItCloses) {
    std::vector<Id> acknowledged;
    constexpr std::size_t count = 200;
    for (std::size_t number = 0; number < count; ++number) {
        auto keep = [&acknowledged](const Result<Committed>& answer) {
            ASSERT_TRUE(answer);
            acknowledged.push_back(domain::id_of(*answer->stored));
        };
        sqlite.start<Result<Committed>>(sqlite.store().commit(create(new_payment())), keep);
    }
    sqlite.hand_over();
    sqlite.close();
    sqlite.run();
    EXPECT_EQ(acknowledged.size(), count);
    ASSERT_TRUE(sqlite.reopen());
    for (const auto& id : acknowledged)
        EXPECT_TRUE(is_there(id));
}

TEST_F(SqliteStore, AnswersAboutAccountsMayComeBehindItsEnd) {
    const auto made = commit(create(new_user("first@shop.example")));
    ASSERT_TRUE(made);
    const auto id = domain::id_of(*made->stored);
    ASSERT_TRUE(sqlite.reopen());
    int answered = 0;
    using Loaded = Result<std::optional<domain::Aggregate>>;
    sqlite.start<Loaded>(sqlite.store().load(RecordKind::users, id), [&](const Loaded& loaded) {
        EXPECT_TRUE(loaded);
        ++answered;
    });
    const auto second = create(new_user("second@shop.example"));
    sqlite.start<Result<Committed>>(
        sqlite.store().commit(second),
        [&](const Result<Committed>& answer) {
            EXPECT_TRUE(answer);
            ++answered;
        }
    );
    sqlite.hand_over();
    sqlite.close();
    sqlite.run();
    EXPECT_EQ(answered, 2);
}

TEST_F(SqliteStore, RefusesASecondWriterAndNamesTheFirst) {
    boost::asio::io_context loop;
    const PlaceCipher cipher;
    const auto second =
        storage::open_sqlite_store({sqlite.folder(), ""}, cipher, loop.get_executor());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().reason, "store_in_use");
    EXPECT_THAT(second.error().detail, HasSubstr(std::to_string(::getpid())));
}

TEST_F(SqliteStore, CanBeReadBesideItWithReadableColumns) {
    const auto payment = new_payment();
    ASSERT_TRUE(commit(create(payment)));
    EXPECT_EQ(sqlite.shell("SELECT orderId FROM payments"), payment.order_id + "\n");
    EXPECT_EQ(sqlite.shell("SELECT status FROM payments"), "pending\n");
    EXPECT_EQ(sqlite.shell("SELECT id FROM payments"), payment.id.hex() + "\n");
    EXPECT_EQ(sqlite.shell("SELECT amount || currency FROM payments"), "11000KRW\n");
    EXPECT_EQ(sqlite.shell("SELECT createdAt FROM payments"), "2023-11-14T22:13:20.000Z\n");
    for (const auto* view : {"users", "purchases", "inbox", "idempotency"}) {
        EXPECT_EQ(sqlite.shell(std::string("SELECT count(*) FROM ") + view), "0\n");
    }
}

TEST_F(SqliteStore, SearchesByIndexAndNeverSorts) {
    const std::string from = "EXPLAIN QUERY PLAN SELECT id, document FROM stored_payments WHERE ";
    const std::string newest =
        " AND (created_at, id) < (9, x'ff') ORDER BY created_at DESC, id DESC";
    EXPECT_THAT(sqlite.plan(from + "user_id = x'00'" + newest), HasSubstr("payments_by_user"));
    EXPECT_THAT(sqlite.plan(from + "status = 'failed'" + newest), HasSubstr("payments_by_status"));
    EXPECT_THAT(sqlite.plan(from + "order_id = 'a'"), HasSubstr("payments_by_order"));
    const auto due = sqlite.plan(from + "next_at <= 5 ORDER BY next_at, id");
    EXPECT_THAT(due, HasSubstr("payments_due"));
    for (const auto& plan : {due, sqlite.plan(from + "user_id = x'00'" + newest)}) {
        EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE")));
    }
}

TEST_F(SqliteStore, AFullDiskStoresNothingSaysSoAndRecovers) {
    const auto before = create_one();
    const auto change = create(new_payment());
    set_disk_fault(DiskFault::full);
    const auto refused = commit(change);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(refused.error().reason, "disk_full");
    EXPECT_FALSE(sqlite.answer_of(sqlite.store().health()));
    EXPECT_TRUE(is_there(before)) << "reading needs no space";
    EXPECT_FALSE(is_there(domain::id_of(change.record)));
    set_disk_fault(DiskFault::none);
    EXPECT_TRUE(sqlite.answer_of(sqlite.store().health()));
    const auto repeated = commit(change);
    ASSERT_TRUE(repeated);
    EXPECT_EQ(repeated->state, State::done);
    ASSERT_TRUE(sqlite.reopen());
    EXPECT_TRUE(is_there(before));
    EXPECT_TRUE(is_there(domain::id_of(change.record)));
}

TEST_F(SqliteStore, AFailedSyncLeavesTheChangeUnknown) {
    for (const auto fault : {DiskFault::sync_fails, DiskFault::broken}) {
        const auto change = create(new_payment());
        set_disk_fault(fault);
        const auto lost = commit(change);
        ASSERT_FALSE(lost);
        EXPECT_EQ(lost.error().code, ErrorCode::store_unknown);
        set_disk_fault(DiskFault::none);
        const auto repeated = commit(change);
        ASSERT_TRUE(repeated) << "repeating the very same change resolves it";
        EXPECT_EQ(repeated->state, State::done);
        EXPECT_EQ(domain::meta_of(*repeated->stored).version, 1U);
    }
}

TEST_F(SqliteStore, ADiskThatIsReadOnlyIsSaidAtOnce) {
    const auto id = create_one();
    sqlite.close();
    set_disk_fault(DiskFault::read_only);
    const auto opened = sqlite.reopen();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, "store_not_writable");
    set_disk_fault(DiskFault::none);
    ASSERT_TRUE(sqlite.reopen());
    EXPECT_TRUE(is_there(id));
}

TEST_F(SqliteStore, AFolderThatCannotBeMadeIsSaidAtOnce) {
    boost::asio::io_context loop;
    const PlaceCipher cipher;
    const auto opened = storage::open_sqlite_store(
        {sqlite.file() / "below-a-file", ""}, cipher, loop.get_executor()
    );
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
    EXPECT_EQ(opened.error().reason, "store_not_writable");
}

TEST_F(SqliteStore, RefusesAFileThatIsNoDatabase) {
    sqlite.close();
    set_bytes(std::string(8192, 'x'));
    const auto opened = sqlite.reopen();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, "store_damaged");
    EXPECT_EQ(bytes(), std::string(8192, 'x'))
        << "the file must stay as it is, for whoever repairs it";
}

TEST_F(SqliteStore, RefusesAFileThatWasCut) {
    for (int number = 0; number < 50; ++number)
        create_one();
    sqlite.close();
    const auto whole = bytes();
    set_bytes(whole.substr(0, whole.size() / 2));
    const auto opened = sqlite.reopen();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, "store_damaged");
}

TEST_F(SqliteStore, RefusesAFileWithOverwrittenPages) {
    for (int number = 0; number < 50; ++number)
        create_one();
    sqlite.close();
    constexpr std::size_t page = 4096;
    auto damaged = bytes();
    ASSERT_GT(damaged.size(), 4 * page);
    for (std::size_t at = 2 * page; at < damaged.size(); ++at)
        damaged[at] = '\x5A';
    set_bytes(damaged);
    const auto opened = sqlite.reopen();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, "store_damaged");
}

TEST_F(SqliteStore, ADatabaseDamagedWhileOpenFailsTheCommitAndSaysWhatToDo) {
    for (int number = 0; number < 50; ++number)
        create_one();
    ASSERT_TRUE(sqlite.reopen());
    // A write from beside makes the store forget the pages that it remembers.
    EXPECT_EQ(sqlite.shell("UPDATE store_health SET checks = checks + 1"), "");
    auto damaged = bytes();
    for (std::size_t at = 4096; at < damaged.size(); ++at)
        damaged[at] = '\x5A';
    set_bytes(damaged);
    const auto refused = commit(create(new_payment()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_EQ(refused.error().reason, "store_damaged");
    EXPECT_THAT(refused.error().detail, HasSubstr("backup"));
}

/// Copies the open files as they are, as a crash would leave them, changes the copy of the log, and
/// returns whether the rest of it held commits.
bool has_lost_commits(
    const SqliteUnderTest& sqlite, const std::function<void(std::string&)>& change
) {
    const auto copy = sqlite.folder() / "copied-wal";
    std::ifstream in(sqlite.file().native() + "-wal", std::ios::binary);
    std::string log{std::istreambuf_iterator<char>(in), {}};
    change(log);
    std::ofstream(copy, std::ios::binary | std::ios::trunc) << log;
    return storage::has_commits_behind_damage(copy);
}

TEST_F(SqliteStore, ALogDamagedInTheMiddleIsToldFromOneThatJustEnds) {
    for (int number = 0; number < 20; ++number)
        create_one();
    EXPECT_FALSE(has_lost_commits(sqlite, [](std::string& /*log*/) {}));
    EXPECT_FALSE(has_lost_commits(sqlite, [](std::string& log) { log.resize(log.size() - 100); }));
    EXPECT_FALSE(has_lost_commits(sqlite, [](std::string& log) { log.append(9000, 'x'); }));
    EXPECT_FALSE(has_lost_commits(sqlite, [](std::string& log) { log.clear(); }));
    EXPECT_TRUE(has_lost_commits(sqlite, [](std::string& log) { log[log.size() / 2] ^= '\x01'; }));
    EXPECT_TRUE(has_lost_commits(sqlite, [](std::string& log) { log[40] ^= '\x01'; }));
}

TEST_F(SqliteStore, OpensWithADamagedLogAndKeepsIt) {
    for (int number = 0; number < 20; ++number)
        create_one();
    const auto log = sqlite.file().native() + "-wal";
    const auto crashed = sqlite.folder() / "crashed";
    std::filesystem::create_directory(crashed);
    std::filesystem::copy_file(sqlite.file(), crashed / "gyeol.db");
    std::filesystem::copy_file(log, crashed / "gyeol.db-wal");
    std::ofstream(crashed / "gyeol.lock") << "1\n";
    const auto middle = static_cast<std::streamoff>(std::filesystem::file_size(log) / 2);
    std::fstream damaged(crashed / "gyeol.db-wal", std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(middle).write("damage", 6);
    damaged.close();
    boost::asio::io_context loop;
    const PlaceCipher cipher;
    ASSERT_TRUE(storage::open_sqlite_store({crashed, ""}, cipher, loop.get_executor()));
    EXPECT_TRUE(std::filesystem::exists(crashed / "gyeol.db-wal.cut"));
}

TEST_F(SqliteStore, RefusesADatabaseOfANewerVersion) {
    sqlite.close();
    EXPECT_EQ(sqlite.shell("PRAGMA user_version = 1000"), "");
    const auto opened = sqlite.reopen();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, "store_too_new");
}

TEST_F(SqliteStore, RefusesAnotherProgramsDatabase) {
    sqlite.close();
    std::filesystem::remove(sqlite.file());
    EXPECT_EQ(sqlite.shell("CREATE TABLE theirs(a)"), "");
    const auto opened = sqlite.reopen();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, "store_foreign");
}

TEST_F(SqliteStore, ABackupMadeBesideItIsWhole) {
    const auto id = create_one();
    const auto copy = sqlite.folder() / "copy.db";
    EXPECT_EQ(sqlite.shell(fmt::format("VACUUM INTO '{}'", copy.native())), "");
    sqlite.close();
    std::filesystem::rename(copy, sqlite.file());
    ASSERT_TRUE(sqlite.reopen());
    EXPECT_TRUE(is_there(id));
}

TEST_F(SqliteStore, KeepsItsLogShortUnderManyWrites) {
    const std::string name(100'000, 'x');
    for (int number = 0; number < 400; ++number) {
        auto payment = new_payment();
        payment.order_name = name;
        ASSERT_TRUE(commit(create(payment)));
    }
    const auto log = sqlite.file().native() + "-wal";
    constexpr std::uintmax_t most = 40UL * 1024 * 1024;  // 40 MB were written.
    EXPECT_LT(std::filesystem::file_size(log), most);
}

TEST_F(SqliteStore, ItsFilesAreForItsOwnerOnly) {
    create_one();
    using std::filesystem::perms;
    for (const auto* suffix : {"", "-wal"}) {
        const auto rights = std::filesystem::status(sqlite.file().native() + suffix).permissions();
        EXPECT_EQ(rights & (perms::group_all | perms::others_all), perms::none) << suffix;
    }
}

}  // namespace
}  // namespace gyeol::test
