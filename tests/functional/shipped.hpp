// The shipped binary as a process of its own, and a client that talks to it as a shop's page does.
#pragma once

#include "support/folder.hpp"

#include <boost/json.hpp>

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::test {

using Environment = std::map<std::string, std::string>;

/// Returns whether `holds` came true before the patience of a slow machine ended.
bool eventually(
    const std::function<bool()>& holds, std::chrono::seconds patience = std::chrono::seconds(60)
);

/// Returns ports of 127.0.0.1 that were free a moment ago.
std::vector<std::uint16_t> free_ports(std::size_t count);

std::string read_whole(const std::string& path);

/// One run of the binary. Its output goes to `<name>.out` and `<name>.err` in its working folder; it reads
/// `<name>.in` there, when there is one.
class Shipped {
public:
    Shipped(
        const std::string& folder,
        const std::string& name,
        const std::vector<std::string>& arguments,
        const Environment& environment = {}
    );
    ~Shipped();
    Shipped(const Shipped&) = delete;
    Shipped& operator=(const Shipped&) = delete;

    void signal(int number) const;

    /// Returns the exit code, or minus the signal that ended it; none while it runs.
    std::optional<int> ended();

    /// Waits for the end; fails the test and kills the process when it does not come.
    int exit_code();

    [[nodiscard]] std::string out() const { return read_whole(prefix_ + ".out"); }

    [[nodiscard]] std::string err() const { return read_whole(prefix_ + ".err"); }

private:
    std::string prefix_;
    pid_t process_ = -1;
    std::optional<int> ended_;
};

struct Reply {
    int status = 0;  // 0: no answer came.
    std::string text;

    [[nodiscard]] boost::json::object body() const;
    [[nodiscard]] std::string member(std::string_view name) const;
};

struct Call {
    std::string method = "GET";
    std::string path;
    std::string body = {};
    std::vector<std::string> headers = {};  // Whole lines.
};

/// Sends one request on a connection of its own. Every answer is kept in `all_answers`.
Reply call(std::uint16_t port, const Call& request);

/// As `call`, with TLS and the certificate in `certificate_path` as the only one trusted.
Reply call_with_tls(std::uint16_t port, const Call& request, const std::string& certificate_path);

/// Makes a key and a self-signed certificate for 127.0.0.1.
void make_certificate(const std::string& certificate_path, const std::string& key_path);

/// `gyeol dev` in a folder of its own, again and again on the same data.
class DevServer {
public:
    DevServer();

    void starts();
    /// Kills it as a power cut would.
    void dies();
    /// Returns the exit code after SIGTERM.
    int stops();

    Reply post(const std::string& path, const boost::json::object& body, std::string token = {})
        const;
    [[nodiscard]] Reply get(const std::string& path, const std::string& token = {}) const;

    /// Moves the server's clock.
    void passes(std::chrono::seconds time) const;

    /// Registers a buyer; returns the token.
    std::string registers(const std::string& email) const;

    struct Order {
        std::string token;  // Of the buyer.
        std::string id;
        std::string order_id;
        std::string payment_key;
        std::string checkout_url;
        std::int64_t amount = 0;

        [[nodiscard]] boost::json::object confirm_body() const {
            return {{"paymentKey", payment_key}, {"orderId", order_id}, {"amount", amount}};
        }
    };

    /// Orders a plan and authenticates in the sandbox's window.
    [[nodiscard]] Order authenticates(
        const std::string& token, const std::string& plan, const std::string& outcome = "approve"
    ) const;

    /// Returns what the sandbox's books say about an order; an empty text when it knows none.
    [[nodiscard]] std::string at_the_provider(const Order& order) const;

    [[nodiscard]] std::vector<std::string> arguments(const std::vector<std::uint16_t>& ports) const;

    Folder folder;
    std::uint16_t port = 0;
    std::uint16_t sandbox_port = 0;
    std::unique_ptr<Shipped> process;

private:
    int starts_ = 0;
    std::vector<std::uint16_t> ports_;
};

/// Everything that was answered to anybody in this run.
std::string all_answers();

}  // namespace gyeol::test
