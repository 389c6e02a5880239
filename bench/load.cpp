// The load generator of `./dev bench`: one thread, a closed loop of kept-alive connections on this machine.
//
//   load <port> <connections> <seconds> <file of requests> [<file for the answers>]
//
// Each line of the file is one request: method, path, bearer token (or -) and body, parted by tabs. They
// are sent once each, in order, by whichever connection is free, until they or the seconds are over. What
// was measured goes to the standard output as one JSON object; the first four of each connection only warm up. The file for
// the answers gets one line per request, in the order of the requests: status, tab, body.
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Socket = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "load: %s\n", what);
    std::exit(1);
}

long number_of(std::string_view text) {
    long number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    require(failure == std::errc{} && end == text.data() + text.size(), "this is not a number");
    return number;
}

std::vector<std::string> read_requests(const std::string& path) {
    std::ifstream file(path);
    require(file.good(), "the file of requests cannot be read");
    std::vector<std::string> requests;
    for (std::string line; std::getline(file, line);) {
        std::array<std::string_view, 4> parts;
        std::string_view rest(line);
        for (auto& part : parts) {
            const auto tab = std::min(rest.find('\t'), rest.size());
            part = rest.substr(0, tab);
            rest.remove_prefix(std::min(tab + 1, rest.size()));
        }
        const auto [method, path_of_it, token, body] = parts;
        const auto identity =
            token == "-" ? std::string() : fmt::format("Authorization: Bearer {}\r\n", token);
        requests.push_back(fmt::format(
            "{} {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{}"
            "Content-Length: {}\r\n\r\n{}",
            method,
            path_of_it,
            identity,
            body.size(),
            body
        ));
    }
    return requests;
}

struct Answer {
    Clock::duration took{};
    int status = 0;
    std::string body;
};

/// What the connections share: the requests that are left and what came back.
struct Run {
    std::vector<std::string> requests;
    std::vector<Answer> answers;
    std::size_t next = 0;
    std::size_t done = 0;
    std::size_t warm = 0;  // So many first answers are not counted.
    Clock::time_point deadline;
    Clock::time_point counted_from;
    Clock::time_point ended;
    bool keeps_bodies = false;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Socket socket, Run& run) : socket_(std::move(socket)), run_(run) {
        socket_.set_option(tcp::no_delay(true));
    }

    void go_on() {
        if (run_.next == run_.requests.size() || Clock::now() >= run_.deadline) return;
        at_ = run_.next++;
        sent_ = Clock::now();
        auto written = [self = shared_from_this()](error_code failure, std::size_t) {
            if (!failure) self->read();
        };
        asio::async_write(socket_, asio::buffer(run_.requests[at_]), std::move(written));
    }

private:
    void read() {
        auto heard = [self = shared_from_this()](error_code failure, std::size_t size) {
            if (failure) return;
            self->held_.append(self->chunk_.data(), size);
            if (!self->take()) return self->read();
            self->go_on();
        };
        socket_.async_read_some(asio::buffer(chunk_), std::move(heard));
    }

    /// Returns whether the whole answer is here, and keeps it.
    bool take() {
        const std::string_view text(held_);
        const auto head_end = text.find("\r\n\r\n");
        if (head_end == std::string_view::npos) return false;
        const auto body_size = content_length(text.substr(0, head_end));
        const auto size = head_end + 4 + body_size;
        if (text.size() < size) return false;
        auto& answer = run_.answers[at_];
        const auto now = Clock::now();
        answer.took = now - sent_;
        constexpr std::size_t status_at = 9;  // Behind "HTTP/1.1 ".
        answer.status = static_cast<int>(number_of(text.substr(status_at, 3)));
        if (run_.keeps_bodies) answer.body = text.substr(head_end + 4, body_size);
        held_.erase(0, size);
        if (++run_.done == run_.warm) run_.counted_from = now;
        run_.ended = now;
        return true;
    }

    static std::size_t content_length(std::string_view head) {
        for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
            const auto at = head.find(name);
            if (at == std::string_view::npos) continue;
            auto value = head.substr(at + name.size());
            return static_cast<std::size_t>(number_of(value.substr(0, value.find('\r'))));
        }
        return 0;
    }

    Socket socket_;
    Run& run_;
    std::size_t at_ = 0;
    Clock::time_point sent_;
    std::array<char, 16UL * 1024> chunk_{};
    std::string held_;
};

double milliseconds(Clock::duration span) {
    return std::chrono::duration<double, std::milli>(span).count();
}

void report(const Run& run) {
    std::vector<double> times;
    std::size_t failed = 0;
    for (std::size_t at = 0; at < run.next; ++at) {
        const auto& answer = run.answers[at];
        if (answer.status < 200 || answer.status > 299) ++failed;
        if (at >= run.warm && answer.status != 0) times.push_back(milliseconds(answer.took));
    }
    std::sort(times.begin(), times.end());
    const auto quantile = [&times](double part) {
        if (times.empty()) return 0.0;
        const auto at = static_cast<std::size_t>(part * static_cast<double>(times.size() - 1));
        return times[at];
    };
    const auto seconds = milliseconds(run.ended - run.counted_from) / 1000;
    const auto counted = static_cast<double>(run.done - std::min(run.done, run.warm));
    fmt::print(
        R"({{"answers":{},"failed":{},"seconds":{:.3f},"per_second":{:.1f},"p50_ms":{:.3f},"p99_ms":{:.3f}}})"
        "\n",
        run.done,
        failed,
        seconds,
        seconds > 0 ? counted / seconds : 0,
        quantile(0.5),
        quantile(0.99)
    );
}

void write_answers(const Run& run, const std::string& path) {
    std::ofstream file(path);
    for (std::size_t at = 0; at < run.next; ++at)
        file << run.answers[at].status << '\t' << run.answers[at].body << '\n';
    require(file.flush().good(), "the answers cannot be written");
}

}  // namespace

int main(int count, char** arguments) {
    require(
        count == 5 || count == 6,
        "usage: load <port> <connections> <seconds> <requests> [<answers>]"
    );
    Run run;
    run.requests = read_requests(arguments[4]);
    run.answers.resize(run.requests.size());
    constexpr std::size_t warm_rounds = 4;
    run.warm = static_cast<std::size_t>(number_of(arguments[2])) * warm_rounds;
    run.keeps_bodies = count == 6;
    asio::io_context loop(1);
    const tcp::endpoint server(
        asio::ip::address_v4::loopback(), static_cast<unsigned short>(number_of(arguments[1]))
    );
    std::vector<std::shared_ptr<Connection>> connections;
    for (auto left = number_of(arguments[2]); left > 0; --left) {
        Socket socket(loop);
        socket.connect(server);
        connections.push_back(std::make_shared<Connection>(std::move(socket), run));
    }
    run.counted_from = Clock::now();
    run.deadline = run.counted_from + std::chrono::seconds(number_of(arguments[3]));
    for (const auto& connection : connections)
        connection->go_on();
    // Answers that are on their way at the end get a little longer.
    loop.run_until(run.deadline + std::chrono::seconds(5));
    report(run);
    if (count == 6) write_answers(run, arguments[5]);
    return 0;
}
