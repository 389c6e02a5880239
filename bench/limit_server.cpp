// The limit that `./dev bench` compares with: what one loop thread, Beast and SQLite can do when a request
// means nothing. Each POST is one row, durable before the answer, in a table with the indexes of ours; no
// accounts, no rules, no events.
//
//   limit_server <port> <folder>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Socket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;

constexpr const char* schema = R"(
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA journal_size_limit = 50331648;
    CREATE TABLE stored_payments(
        id BLOB NOT NULL, v INTEGER NOT NULL, next_at INTEGER, document TEXT NOT NULL,
        status TEXT NOT NULL, user_id BLOB NOT NULL, created_at INTEGER NOT NULL,
        order_id TEXT) STRICT;
    CREATE UNIQUE INDEX payments_by_id ON stored_payments(id);
    CREATE UNIQUE INDEX payments_by_order ON stored_payments(order_id);
    CREATE INDEX payments_by_user ON stored_payments(user_id, created_at DESC, id DESC);
    CREATE INDEX payments_by_status ON stored_payments(status, created_at DESC, id DESC);
    CREATE INDEX payments_due ON stored_payments(next_at, id) WHERE next_at IS NOT NULL;
)";

constexpr const char* insert =
    "INSERT INTO stored_payments VALUES(?1, 1, ?2, ?3, 'pending', ?4, ?2, ?5)";

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "limit_server: %s\n", what);
    std::exit(1);
}

struct Row {
    std::array<unsigned char, 12> id{};
    std::array<unsigned char, 12> user{};
    std::int64_t at = 0;
    std::string order_id;
    std::string document;
};

class Session;

struct Job {
    Row row;
    std::shared_ptr<Session> session;
};

/// One thread that writes whatever has come meanwhile with one commit.
class Writer {
public:
    Writer(const std::string& folder, asio::io_context& loop) : loop_(loop) {
        const auto file = folder + "/limit.db";
        require(sqlite3_open(file.c_str(), &database_) == SQLITE_OK, "the database does not open");
        run(schema);
        const int code = sqlite3_prepare_v2(database_, insert, -1, &insert_, nullptr);
        require(code == SQLITE_OK, "the statement is not accepted");
        thread_ = std::thread([this] { work(); });
    }

    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    ~Writer() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        filled_.notify_one();
        thread_.join();
        sqlite3_finalize(insert_);
        sqlite3_close(database_);
    }

    void write(Job job) {
        {
            const std::lock_guard lock(mutex_);
            jobs_.push_back(std::move(job));
        }
        filled_.notify_one();
    }

private:
    void run(const char* sql) {
        const int code = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
        require(code == SQLITE_OK, "the database refuses");
    }

    void work();
    void put(const Row& row);

    asio::io_context& loop_;
    sqlite3* database_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
    std::mutex mutex_;
    std::condition_variable filled_;
    std::vector<Job> jobs_;
    bool closed_ = false;
    std::thread thread_;
};

/// One connection: a request, its row, its answer, and again.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Socket socket, Writer& writer) : socket_(std::move(socket)), writer_(writer) {
        socket_.set_option(tcp::no_delay(true));
    }

    void read() {
        request_ = {};
        auto heard = [self = shared_from_this()](error_code failure, std::size_t) {
            if (!failure) self->take();
        };
        http::async_read(socket_, buffer_, request_, std::move(heard));
    }

    void answer(const Row& row) {
        response_ = {http::status::created, 11};
        response_.set(http::field::content_type, "application/json");
        response_.body() = fmt::format(R"({{"orderId":"{}"}})", row.order_id);
        respond();
    }

private:
    void take() {
        if (request_.method() != http::verb::post) {
            response_ = {http::status::ok, 11};
            return respond();
        }
        Job job;
        auto& row = job.row;
        for (auto* bytes : {&row.id, &row.user}) {
            for (auto& byte : *bytes)
                byte = static_cast<unsigned char>(random()());
        }
        row.at = std::chrono::duration_cast<std::chrono::milliseconds>(
                     std::chrono::system_clock::now().time_since_epoch()
        )
                     .count();
        row.order_id = fmt::format("ord_{:013x}{:013x}", random()() >> 12U, random()() >> 12U);
        // As long as our documents of fresh payments.
        row.document = request_.body();
        constexpr std::size_t document_size = 640;
        row.document.resize(document_size, ' ');
        job.session = shared_from_this();
        writer_.write(std::move(job));
    }

    void respond() {
        response_.keep_alive(true);
        response_.prepare_payload();
        auto sent = [self = shared_from_this()](error_code failure, std::size_t) {
            if (!failure) self->read();
        };
        http::async_write(socket_, response_, std::move(sent));
    }

    static std::mt19937_64& random() {
        static std::mt19937_64 numbers(std::random_device{}());
        return numbers;
    }

    Socket socket_;
    Writer& writer_;
    boost::beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> response_;
};

void Writer::work() {
    while (true) {
        std::vector<Job> jobs;
        {
            std::unique_lock lock(mutex_);
            filled_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            jobs = std::exchange(jobs_, {});
        }
        run("BEGIN IMMEDIATE");
        for (const auto& job : jobs)
            put(job.row);
        run("COMMIT");
        asio::post(loop_, [jobs = std::move(jobs)] {
            for (const auto& job : jobs)
                job.session->answer(job.row);
        });
    }
}

void Writer::put(const Row& row) {
    const auto bind_blob = [this](int at, const std::array<unsigned char, 12>& bytes) {
        sqlite3_bind_blob64(insert_, at, bytes.data(), bytes.size(), SQLITE_STATIC);
    };
    const auto bind_text = [this](int at, const std::string& text) {
        sqlite3_bind_text64(insert_, at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    };
    bind_blob(1, row.id);
    sqlite3_bind_int64(insert_, 2, row.at);
    bind_text(3, row.document);
    bind_blob(4, row.user);
    bind_text(5, row.order_id);
    require(sqlite3_step(insert_) == SQLITE_DONE, "a row is refused");
    sqlite3_reset(insert_);
}

class Listener {
public:
    Listener(asio::io_context& loop, unsigned short port, Writer& writer)
        : acceptor_(loop, {asio::ip::address_v4::loopback(), port}), writer_(writer) {
        accept();
    }

private:
    void accept() {
        acceptor_.async_accept([this](error_code failure, auto socket) {
            if (failure) return;
            std::make_shared<Session>(Socket(std::move(socket)), writer_)->read();
            accept();
        });
    }

    asio::basic_socket_acceptor<tcp, asio::io_context::executor_type> acceptor_;
    Writer& writer_;
};

}  // namespace

int main(int count, char** arguments) {
    require(count == 3, "usage: limit_server <port> <folder>");
    asio::io_context loop(1);
    asio::signal_set signals(loop, SIGTERM, SIGINT);
    signals.async_wait([&loop](error_code, int) { loop.stop(); });
    Writer writer(arguments[2], loop);
    const auto port = static_cast<unsigned short>(std::strtoul(arguments[1], nullptr, 10));
    const Listener listener(loop, port, writer);
    loop.run();
    return 0;
}
