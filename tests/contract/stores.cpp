#include "contract/stores.hpp"

#include "storage/memory_store.hpp"
#include "storage/sqlite_store.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>

namespace gyeol::test {
namespace {

class MemoryUnderTest final : public StoreUnderTest {
public:
    ports::Store& store() override { return store_; }

    void damage(domain::RecordKind kind, Id id, std::string document) override {
        store_.test_replace_document(kind, id, std::move(document));
    }

private:
    storage::MemoryStore store_{cipher};
};

Id next_id() {
    static std::atomic<std::uint64_t> last{0};
    auto left = ++last;
    Id::Bytes bytes{};
    for (auto at = bytes.rbegin(); at != bytes.rend() && left != 0; ++at, left >>= 8U) {
        *at = static_cast<std::uint8_t>(left & 0xFFU);
    }
    return Id(bytes);
}

/// Keeps the first column of a row; the last one is what EXPLAIN QUERY PLAN has to say.
int keep_first(void* into, int /*count*/, char** values, char** /*names*/) {
    auto& text = *static_cast<std::string*>(into);
    text.append(values[0] != nullptr ? values[0] : "").push_back('\n');
    return 0;
}

int keep_last(void* into, int count, char** values, char** names) {
    return keep_first(into, 1, values + count - 1, names);
}

std::string run_beside(
    const std::filesystem::path& file, const std::string& sql, sqlite3_callback keep
) {
    sqlite3* database = nullptr;
    sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    std::string rows;
    char* failure = nullptr;
    sqlite3_exec(database, sql.c_str(), keep, &rows, &failure);
    if (failure != nullptr) rows = failure;
    sqlite3_free(failure);
    sqlite3_close(database);
    return rows;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    auto name = (std::filesystem::temp_directory_path() / "gyeol-store-XXXXXX").native();
    path_ = ::mkdtemp(name.data());
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<StoreUnderTest> make_memory_store() {
    return std::make_unique<MemoryUnderTest>();
}

std::unique_ptr<StoreUnderTest> make_sqlite_store() {
    return std::make_unique<SqliteUnderTest>();
}

Done SqliteUnderTest::reopen() {
    close();
    auto opened = storage::open_sqlite_store({folder(), vfs_}, cipher, loop.get_executor());
    if (!opened) return opened.error();
    store_ = std::move(*opened);
    return {};
}

std::string SqliteUnderTest::shell(const std::string& sql) const {
    return run_beside(file(), sql, keep_first);
}

std::string SqliteUnderTest::plan(const std::string& explain) const {
    return run_beside(file(), explain, keep_last);
}

void SqliteUnderTest::damage(domain::RecordKind kind, Id id, std::string document) {
    const auto table = std::string("stored_").append(word(kind));
    static_cast<void>(shell(
        "UPDATE " + table + " SET document = '" + document + "' WHERE id = x'" + id.hex() + "'"
    ));
}

OpId new_op() {
    return OpId(next_id());
}

domain::Payment new_payment() {
    domain::Payment payment;
    payment.id = domain::PaymentId(next_id());
    payment.order_id = "ord_" + payment.id.hex();
    payment.created_at = from_millis(1'700'000'000'000);
    payment.amount = {11'000, domain::Currency::krw};
    return payment;
}

domain::User new_user(std::string email) {
    domain::User user;
    user.id = domain::UserId(next_id());
    user.email = std::move(email);
    return user;
}

domain::Change create(domain::Aggregate record) {
    return {std::move(record), std::nullopt, new_op()};
}

domain::Change replace(domain::Aggregate loaded) {
    const auto version = domain::meta_of(loaded).version;
    return {std::move(loaded), version, new_op()};
}

}  // namespace gyeol::test
