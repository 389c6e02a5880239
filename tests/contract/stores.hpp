// The stores that the contract runs on, and a loop to ask them from.
#pragma once

#include "ports/store.hpp"
#include "support/place_cipher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gyeol::test {

/// A folder that goes away with the test.
class TemporaryFolder {
public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// One kind of store, under test.
class StoreUnderTest {
public:
    StoreUnderTest() = default;
    StoreUnderTest(const StoreUnderTest&) = delete;
    StoreUnderTest& operator=(const StoreUnderTest&) = delete;
    virtual ~StoreUnderTest() = default;

    virtual ports::Store& store() = 0;

    /// Puts `document` where the record's is.
    virtual void damage(domain::RecordKind kind, Id id, std::string document) = 0;

    /// Starts `task` and returns at once; `run` lets it go on.
    template <typename T>
    void start(Task<T> task, std::function<void(T)> then) {
        auto finish = [then = std::move(then)](const std::exception_ptr& failure, T answer) {
            if (failure) std::rethrow_exception(failure);
            then(std::move(answer));
        };
        boost::asio::co_spawn(loop, std::move(task), std::move(finish));
    }

    /// Runs the loop until everything that was started has ended.
    void run() {
        loop.restart();
        loop.run();
    }

    /// Runs what is ready, so that what was started is handed to the store, and waits for nothing.
    void hand_over() {
        loop.restart();
        loop.poll();
    }

    /// Returns what `task` answers.
    template <typename T>
    T answer_of(Task<T> task) {
        std::optional<T> kept;
        start<T>(std::move(task), [&kept](T answer) { kept.emplace(std::move(answer)); });
        run();
        return std::move(*kept);
    }

protected:
    PlaceCipher cipher;
    boost::asio::io_context loop;
};

using MakeStore = std::unique_ptr<StoreUnderTest> (*)();

std::unique_ptr<StoreUnderTest> make_memory_store();
std::unique_ptr<StoreUnderTest> make_sqlite_store();

/// A SQLite store whose file the test may look at and reopen.
class SqliteUnderTest final : public StoreUnderTest {
public:
    /// Opens a store in a folder of its own; `vfs` as in SqliteOptions.
    explicit SqliteUnderTest(std::string vfs = "") : vfs_(std::move(vfs)) {
        static_cast<void>(reopen());
    }

    ports::Store& store() override { return *store_; }

    void damage(domain::RecordKind kind, Id id, std::string document) override;

    /// Closes the store, if one is open, and opens it again.
    Done reopen();

    void close() { store_.reset(); }

    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "gyeol.db"; }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    /// Runs `sql` on a connection of its own, as the sqlite3 shell would, and returns the first column
    /// of each row, a line each; the message when it fails.
    [[nodiscard]] std::string shell(const std::string& sql) const;

    /// Returns what `EXPLAIN QUERY PLAN` says about a query, a line each.
    [[nodiscard]] std::string plan(const std::string& explain) const;

private:
    TemporaryFolder folder_;
    std::string vfs_;
    std::unique_ptr<ports::Store> store_;
};

/// Changes as a use case would make them; ids and ops count up, so that each is new.
domain::Payment new_payment();
domain::User new_user(std::string email);
OpId new_op();
domain::Change create(domain::Aggregate record);
domain::Change replace(domain::Aggregate loaded);

}  // namespace gyeol::test
