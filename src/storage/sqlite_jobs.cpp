#include "storage/sqlite_jobs.hpp"

#include <boost/asio/post.hpp>

#include <iterator>

namespace gyeol::storage {

void deliver_on(const boost::asio::any_io_executor& loop, SqliteJobs jobs) {
    boost::asio::post(loop, [jobs = std::move(jobs)] {
        for (const auto& job : jobs)
            job->deliver();
    });
}

bool SqliteQueue::push(std::unique_ptr<SqliteJob> job) {
    {
        const std::lock_guard lock(mutex_);
        if (closed_ || jobs_.size() >= size_max_) return false;
        jobs_.push_back(std::move(job));
        if (jobs_.size() > 1) return true;  // Somebody woke the worker already.
    }
    filled_.notify_one();
    return true;
}

SqliteJobs SqliteQueue::take(std::size_t count) {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
    if (jobs_.size() <= count) return std::exchange(jobs_, {});
    const auto end = jobs_.begin() + static_cast<std::ptrdiff_t>(count);
    SqliteJobs taken(std::make_move_iterator(jobs_.begin()), std::make_move_iterator(end));
    jobs_.erase(jobs_.begin(), end);
    return taken;
}

void SqliteQueue::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    filled_.notify_all();
}

}  // namespace gyeol::storage
