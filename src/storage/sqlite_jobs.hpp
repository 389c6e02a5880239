// Calls on their way to a thread that owns a connection, and their answers on the way back.
#pragma once

#include "ports/handoff.hpp"
#include "storage/sqlite_rows.hpp"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace gyeol::storage {

/// One call. `run` and `fail` belong to the worker, `deliver` to the loop.
class SqliteJob {
public:
    SqliteJob() = default;
    SqliteJob(const SqliteJob&) = delete;
    SqliteJob& operator=(const SqliteJob&) = delete;
    virtual ~SqliteJob() = default;

    virtual void run(SqliteRows& rows) = 0;

    /// Replaces whatever was answered.
    virtual void fail(const Error& error) = 0;
    virtual void deliver() = 0;
};

/// A call that answers a `Result<T>`.
template <typename T>
class SqliteCall final : public SqliteJob {
public:
    using Work = std::function<Result<T>(SqliteRows&)>;
    using Answer = typename ports::Handoff<Result<T>>::Shared;

    SqliteCall(Work work, Answer answer) : work_(std::move(work)), answer_(std::move(answer)) {}

    void run(SqliteRows& rows) override { result_.emplace(work_(rows)); }

    void fail(const Error& error) override { result_.emplace(error); }

    void deliver() override { answer_->deliver(std::move(*result_)); }

private:
    Work work_;
    Answer answer_;
    std::optional<Result<T>> result_;
};

using SqliteJobs = std::vector<std::unique_ptr<SqliteJob>>;

/// Delivers all of `jobs` with one wake-up of `loop`.
void deliver_on(const boost::asio::any_io_executor& loop, SqliteJobs jobs);

/// Jobs in the order in which they came. Thread-safe.
class SqliteQueue {
public:
    explicit SqliteQueue(std::size_t size_max) : size_max_(size_max) {}

    /// Returns whether `job` was taken: not when the queue is full or closed.
    [[nodiscard]] bool push(std::unique_ptr<SqliteJob> job);

    /// Waits for jobs and returns at most `count`; none once the queue is closed and empty.
    SqliteJobs take(std::size_t count);

    /// Lets nothing more in; what is inside is still taken.
    void close();

private:
    std::size_t size_max_;
    std::mutex mutex_;
    std::condition_variable filled_;
    std::vector<std::unique_ptr<SqliteJob>> jobs_;
    bool closed_ = false;
};

}  // namespace gyeol::storage
