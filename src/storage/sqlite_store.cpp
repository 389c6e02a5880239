#include "storage/sqlite_store.hpp"

#include "base/limits.hpp"
#include "storage/applied_change.hpp"
#include "storage/file_lock.hpp"
#include "storage/kept_users.hpp"
#include "storage/sqlite_checkpointer.hpp"
#include "storage/sqlite_log.hpp"
#include "storage/sqlite_reader.hpp"
#include "storage/sqlite_schema.hpp"
#include "storage/sqlite_writer.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace gyeol::storage {

using domain::Aggregate;
using domain::RecordKind;
using ports::Committed;

namespace {

/// How long opening looks for damage: a moment after an orderly end, longer after a crash.
constexpr Millis check_after_close{50};
constexpr Millis check_after_crash{3000};

/// The connections of an opened file.
struct Connections {
    FileLock lock;
    Database writer;
    Database reader;
    Database checkpointer;
};

class SqliteStore final : public ports::Store {
public:
    SqliteStore(
        Connections connections, const ports::Cipher& cipher, boost::asio::any_io_executor loop
    )
        : loop_(std::move(loop)),
          lock_(std::move(connections.lock)),
          checkpointer_(std::move(connections.checkpointer)),
          reader_(std::move(connections.reader), cipher, reads_, loop_),
          writer_(std::move(connections.writer), cipher, writes_, checkpointer_, loop_) {}

    Task<Result<Committed>> commit(domain::Change change) override;
    Task<Result<std::vector<Committed>>> commit_in_order(std::vector<domain::Change> changes
    ) override;
    Task<Result<std::optional<Aggregate>>> load(RecordKind kind, Id id) override;
    Task<Result<std::optional<domain::User>>> find_user_by_email(std::string email) override;
    Task<Result<ports::PaymentPage>> list_payments(
        ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
    ) override;
    Task<Result<std::vector<domain::Payment>>> scan_payments(
        std::optional<domain::PaymentId> after, std::size_t count
    ) override;
    Task<Result<std::vector<domain::LedgerEntry>>> scan_ledger(
        std::optional<ports::LedgerCursor> after, std::size_t count
    ) override;
    Task<Result<ports::DeliveryPage>> list_deliveries(
        std::optional<domain::DeliveryState> state,
        std::optional<ports::PageCursor> after,
        std::size_t count
    ) override;
    Task<Result<std::vector<Aggregate>>> due(RecordKind kind, Instant now, std::size_t count)
        override;
    Task<Result<std::size_t>> purge_idempotency(Instant now) override;
    Task<Result<std::size_t>> purge_deliveries(Instant now) override;
    Task<Result<std::vector<std::uint64_t>>> totals() override;
    Task<Done> health() override;

private:
    /// Hands `work` to the thread behind `queue`; the answer comes in any case.
    template <typename T>
    typename SqliteCall<T>::Answer hand_over(
        SqliteQueue& queue, typename SqliteCall<T>::Work work
    ) {
        auto answer = ports::Handoff<Result<T>>::make(loop_);
        if (!queue.push(std::make_unique<SqliteCall<T>>(std::move(work), answer))) {
            answer->deliver(unavailable("store_busy", "The store is closing or has too much to do.")
            );
        }
        return answer;
    }

    boost::asio::any_io_executor loop_;
    FileLock lock_;
    SqliteQueue writes_{limits::store_queue_max};
    SqliteQueue reads_{limits::store_queue_max};
    // Shared with calls under way: their answers may come back on the loop behind the store's end.
    std::shared_ptr<KeptUsers> kept_users_ = std::make_shared<KeptUsers>(limits::store_users_kept);
    // Destroyed from below: the writer finishes first, the lock goes last.
    SqliteCheckpointer checkpointer_;
    SqliteReader reader_;
    SqliteWriter writer_;
};

Task<Result<Committed>> SqliteStore::commit(domain::Change change) {
    const bool is_user = domain::kind_of(change.record) == RecordKind::users;
    auto work = [change = std::move(change)](SqliteRows& rows) mutable {
        return rows.apply(std::move(change));
    };
    const auto kept_users = kept_users_;
    const auto answer = hand_over<Committed>(writes_, std::move(work));
    auto committed = co_await answer->take();
    if (is_user) kept_users->see_written(committed);
    co_return committed;
}

Task<Result<std::vector<Committed>>> SqliteStore::commit_in_order(
    std::vector<domain::Change> changes
) {
    const auto is_user = [](const domain::Change& change) {
        return domain::kind_of(change.record) == RecordKind::users;
    };
    const bool writes_users = std::any_of(changes.begin(), changes.end(), is_user);
    auto work = [changes = std::move(changes)](SqliteRows& rows) mutable {
        return rows.apply_in_order(std::move(changes));
    };
    const auto kept_users = kept_users_;
    const auto answer = hand_over<std::vector<Committed>>(writes_, std::move(work));
    auto committed = co_await answer->take();
    if (!writes_users) co_return committed;
    if (!committed) kept_users->see_written(committed.error());
    if (committed) {
        for (const auto& one : *committed)
            kept_users->see_written(one);
    }
    co_return committed;
}

Task<Result<std::optional<Aggregate>>> SqliteStore::load(RecordKind kind, Id id) {
    const bool is_user = kind == RecordKind::users;
    const auto kept_users = kept_users_;
    if (is_user) {
        auto kept = kept_users->find(domain::UserId(id));
        if (kept) co_return std::optional<Aggregate>(std::move(*kept));
    }
    const auto writes_before = kept_users->writes();
    auto work = [kind, id](SqliteRows& rows) { return rows.load(kind, id); };
    const auto answer = hand_over<std::optional<Aggregate>>(reads_, std::move(work));
    auto loaded = co_await answer->take();
    if (is_user && loaded && *loaded)
        kept_users->see_read(std::get<domain::User>(**loaded), writes_before);
    co_return loaded;
}

Task<Result<std::optional<domain::User>>> SqliteStore::find_user_by_email(std::string email) {
    auto work = [email = std::move(email)](SqliteRows& rows) {
        return rows.find_user_by_email(email);
    };
    const auto answer = hand_over<std::optional<domain::User>>(reads_, std::move(work));
    co_return co_await answer->take();
}

Task<Result<ports::PaymentPage>> SqliteStore::list_payments(
    ports::PaymentFilter filter, std::optional<ports::PageCursor> after, std::size_t count
) {
    auto work = [filter, after, count](SqliteRows& rows) {
        return rows.list_payments(filter, after, count);
    };
    const auto answer = hand_over<ports::PaymentPage>(reads_, std::move(work));
    co_return co_await answer->take();
}

Task<Result<std::vector<domain::Payment>>> SqliteStore::scan_payments(
    std::optional<domain::PaymentId> after, std::size_t count
) {
    auto work = [after, count](SqliteRows& rows) { return rows.scan_payments(after, count); };
    const auto answer = hand_over<std::vector<domain::Payment>>(reads_, std::move(work));
    co_return co_await answer->take();
}

Task<Result<std::vector<domain::LedgerEntry>>> SqliteStore::scan_ledger(
    std::optional<ports::LedgerCursor> after, std::size_t count
) {
    auto work = [after, count](SqliteRows& rows) { return rows.scan_ledger(after, count); };
    const auto answer = hand_over<std::vector<domain::LedgerEntry>>(reads_, std::move(work));
    co_return co_await answer->take();
}

Task<Result<ports::DeliveryPage>> SqliteStore::list_deliveries(
    std::optional<domain::DeliveryState> state,
    std::optional<ports::PageCursor> after,
    std::size_t count
) {
    auto work = [state, after, count](SqliteRows& rows) {
        return rows.list_deliveries(state, after, count);
    };
    const auto answer = hand_over<ports::DeliveryPage>(reads_, std::move(work));
    co_return co_await answer->take();
}

Task<Result<std::vector<Aggregate>>> SqliteStore::due(
    RecordKind kind, Instant now, std::size_t count
) {
    auto work = [kind, now, count](SqliteRows& rows) { return rows.due(kind, now, count); };
    const auto answer = hand_over<std::vector<Aggregate>>(reads_, std::move(work));
    co_return co_await answer->take();
}

Task<Result<std::size_t>> SqliteStore::purge_idempotency(Instant now) {
    auto work = [now](SqliteRows& rows) { return rows.purge_idempotency(now); };
    const auto answer = hand_over<std::size_t>(writes_, std::move(work));
    co_return co_await answer->take();
}

Task<Result<std::size_t>> SqliteStore::purge_deliveries(Instant now) {
    auto work = [now](SqliteRows& rows) { return rows.purge_deliveries(now); };
    const auto answer = hand_over<std::size_t>(writes_, std::move(work));
    co_return co_await answer->take();
}

Task<Result<std::vector<std::uint64_t>>> SqliteStore::totals() {
    auto work = [](SqliteRows& rows) { return rows.totals(); };
    const auto answer = hand_over<std::vector<std::uint64_t>>(reads_, std::move(work));
    co_return co_await answer->take();
}

Task<Done> SqliteStore::health() {
    auto work = [](SqliteRows& rows) { return rows.touch(); };
    const auto answer = hand_over<void>(writes_, std::move(work));
    co_return co_await answer->take();
}

/// Makes the file readable by its owner only; SQLite gives its log the same rights.
void make_private_file(const std::filesystem::path& file) {
    constexpr int owner_only = 0600;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): open() has no other form.
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
    if (descriptor >= 0) ::close(descriptor);
}

Result<Connections> connect(const SqliteOptions& options) {
    auto lock = FileLock::take(options.folder / "gyeol.lock");
    if (!lock) return lock.error();
    const auto file = options.folder / "gyeol.db";
    make_private_file(file);
    if (!lock->was_clean()) keep_cut_log(options.folder / "gyeol.db-wal");
    auto writer = Database::open(file, Access::write, options.vfs);
    if (!writer) return writer.error();
    const auto prepared = prepare_schema(*writer);
    if (!prepared) return prepared.error();
    const auto sound =
        check_for_damage(*writer, lock->was_clean() ? check_after_close : check_after_crash);
    if (!sound) return sound.error();
    auto reader = Database::open(file, Access::read, options.vfs);
    if (!reader) return reader.error();
    auto checkpointer = Database::open(file, Access::write, options.vfs);
    if (!checkpointer) return checkpointer.error();
    return Connections{
        std::move(*lock), std::move(*writer), std::move(*reader), std::move(*checkpointer)};
}

}  // namespace

Result<std::unique_ptr<ports::Store>> open_sqlite_store(
    const SqliteOptions& options, const ports::Cipher& cipher, boost::asio::any_io_executor loop
) {
    std::error_code failure;
    std::filesystem::create_directories(options.folder, failure);
    if (failure) {
        return unavailable(
            "store_not_writable",
            fmt::format("The data folder {} cannot be made.", options.folder.native())
        );
    }
    auto connections = connect(options);
    if (!connections) return connections.error();
    return std::unique_ptr<ports::Store>(
        std::make_unique<SqliteStore>(std::move(*connections), cipher, std::move(loop))
    );
}

}  // namespace gyeol::storage
