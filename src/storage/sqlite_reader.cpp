#include "storage/sqlite_reader.hpp"

#include "base/note.hpp"

#include <exception>

namespace gyeol::storage {
namespace {

/// Answers of one wake-up; small, so that the first of many does not wait for the last.
constexpr std::size_t jobs_at_once = 16;

void run_guarded(SqliteJob& job, SqliteRows& rows) {
    try {
        job.run(rows);
    } catch (const std::exception& cause) {
        note(NoteLevel::error, "store.broken", {{"cause", cause.what()}});
        Error error;
        error.reason = "store_broken";
        error.detail = "The record could not be read.";
        job.fail(error);
    }
}

}  // namespace

SqliteReader::SqliteReader(
    Database database,
    const ports::Cipher& cipher,
    SqliteQueue& queue,
    boost::asio::any_io_executor loop
)
    : database_(std::move(database)),
      rows_(database_, cipher),
      queue_(queue),
      loop_(std::move(loop)),
      thread_([this] { run(); }) {}

SqliteReader::~SqliteReader() {
    queue_.close();
    thread_.join();
}

void SqliteReader::run() {
    while (true) {
        auto jobs = queue_.take(jobs_at_once);
        if (jobs.empty()) return;
        for (auto& job : jobs)
            run_guarded(*job, rows_);
        deliver_on(loop_, std::move(jobs));
    }
}

}  // namespace gyeol::storage
