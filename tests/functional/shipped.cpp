#include "functional/shipped.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace gyeol::test {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

std::mutex answers_lock;
std::string answers;  // NOLINT(cert-err58-cpp): one run, one collection.

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A connection that closes itself; -1 when nobody listens.
class Line {
public:
    explicit Line(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const auto address = loopback(port);
        const timeval patience{90, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            ::close(socket_);
            socket_ = -1;
        }
    }

    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    ~Line() {
        if (socket_ >= 0) ::close(socket_);
    }

    [[nodiscard]] int socket() const { return socket_; }

private:
    int socket_;
};

std::string bytes_of(const Call& request) {
    auto bytes = request.method + " " + request.path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    for (const auto& header : request.headers)
        bytes += header + "\r\n";
    if (!request.body.empty()) bytes += "Content-Type: application/json\r\n";
    if (request.method != "GET")
        bytes += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return bytes + "Connection: close\r\n\r\n" + request.body;
}

/// Reads an answer that ends with its connection.
Reply read_reply(const std::string& heard) {
    const auto body_at = heard.find("\r\n\r\n");
    if (!heard.starts_with("HTTP/1.1 ") || body_at == std::string::npos) return {};
    const std::lock_guard guard(answers_lock);
    answers += heard + "\n";
    return {std::stoi(heard.substr(9, 3)), heard.substr(body_at + 4)};
}

void redirect(const std::string& path, int descriptor) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(file, descriptor);
}

}  // namespace

bool eventually(const std::function<bool()>& holds, std::chrono::seconds patience) {
    const auto until = Clock::now() + patience;
    while (!holds()) {
        if (Clock::now() > until) return false;
        ::poll(nullptr, 0, 20);
    }
    return true;
}

std::vector<std::uint16_t> free_ports(std::size_t count) {
    std::vector<int> sockets;
    std::vector<std::uint16_t> ports;
    for (std::size_t made = 0; made < count; ++made) {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto address = loopback(0);
        socklen_t size = sizeof address;
        if (::bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
            ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
            throw std::runtime_error("no free port");
        sockets.push_back(socket);
        ports.push_back(ntohs(address.sin_port));
    }
    for (const int socket : sockets)
        ::close(socket);
    return ports;
}

std::string read_whole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Shipped::Shipped(
    const std::string& folder,
    const std::string& name,
    const std::vector<std::string>& arguments,
    const Environment& environment
)
    : prefix_(folder + "/" + name) {
    std::vector<std::string> words{GYEOL_BINARY};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables{"PATH=/usr/bin:/bin"};
    for (const auto& [variable, value] : environment)
        variables.push_back(variable + "=" + value);
    std::vector<char*> argv;
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    std::vector<char*> envp;
    for (auto& variable : variables)
        envp.push_back(variable.data());
    envp.push_back(nullptr);
    process_ = ::fork();
    if (process_ != 0) return;
    const int input = ::open((prefix_ + ".in").c_str(), O_RDONLY);
    if (input >= 0) ::dup2(input, STDIN_FILENO);
    redirect(prefix_ + ".out", STDOUT_FILENO);
    redirect(prefix_ + ".err", STDERR_FILENO);
    if (::chdir(folder.c_str()) == 0) ::execve(GYEOL_BINARY, argv.data(), envp.data());
    ::_exit(127);
}

Shipped::~Shipped() {
    if (ended()) return;
    signal(SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

void Shipped::signal(int number) const {
    if (!ended_) ::kill(process_, number);
}

std::optional<int> Shipped::ended() {
    int status = 0;
    if (!ended_ && ::waitpid(process_, &status, WNOHANG) == process_)
        ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return ended_;
}

int Shipped::exit_code() {
    const auto has_ended = [this] { return ended().has_value(); };
    if (eventually(has_ended, std::chrono::seconds(100))) return *ended_;
    ADD_FAILURE() << "the process never ended\n" << err();
    signal(SIGKILL);
    ::waitpid(process_, nullptr, 0);
    ended_ = -SIGKILL;
    return *ended_;
}

json::object Reply::body() const {
    boost::system::error_code failure;
    const auto value = json::parse(text, failure);
    return !failure && value.is_object() ? value.get_object() : json::object();
}

std::string Reply::member(std::string_view name) const {
    const auto object = body();
    const auto* value = object.if_contains(name);
    if (value == nullptr) return {};
    return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

Reply call(std::uint16_t port, const Call& request) {
    const Line line(port);
    if (line.socket() < 0) return {};
    const auto bytes = bytes_of(request);
    if (::send(line.socket(), bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return {};
    std::string heard;
    std::array<char, 16384> part{};
    for (ssize_t size = 0; (size = ::recv(line.socket(), part.data(), part.size(), 0)) > 0;)
        heard.append(part.data(), static_cast<std::size_t>(size));
    return read_reply(heard);
}

Reply call_with_tls(std::uint16_t port, const Call& request, const std::string& certificate_path) {
    const Line line(port);
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), &SSL_CTX_free
    );
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_load_verify_locations(context.get(), certificate_path.c_str(), nullptr);
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), &SSL_free);
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls.get()), "127.0.0.1");
    SSL_set_fd(tls.get(), line.socket());
    if (line.socket() < 0 || SSL_connect(tls.get()) != 1) return {};
    const auto bytes = bytes_of(request);
    SSL_write(tls.get(), bytes.data(), static_cast<int>(bytes.size()));
    std::string heard;
    std::array<char, 16384> part{};
    for (int size = 0; (size = SSL_read(tls.get(), part.data(), part.size())) > 0;)
        heard.append(part.data(), static_cast<std::size_t>(size));
    return read_reply(heard);
}

void make_certificate(const std::string& certificate_path, const std::string& key_path) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_EC_gen("P-256"), &EVP_PKEY_free
    );
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    auto* name = X509_get_subject_name(certificate.get());
    const auto* text = reinterpret_cast<const unsigned char*>("made up for a test");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    auto* address = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(certificate.get(), address, -1);
    X509_EXTENSION_free(address);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> to_certificate(
        std::fopen(certificate_path.c_str(), "w"), &std::fclose
    );
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> to_key(
        std::fopen(key_path.c_str(), "w"), &std::fclose
    );
    PEM_write_X509(to_certificate.get(), certificate.get());
    PEM_write_PrivateKey(to_key.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

DevServer::DevServer() : ports_(free_ports(3)) {
    port = ports_[0];
    sandbox_port = ports_[1];
}

std::vector<std::string> DevServer::arguments(const std::vector<std::uint16_t>& ports) const {
    const auto url = [](std::uint16_t at) { return "http://127.0.0.1:" + std::to_string(at); };
    return {
        "dev",
        "--port",
        std::to_string(ports[0]),
        "--sandbox-port",
        std::to_string(ports[1]),
        "--demo-port",
        std::to_string(ports[2]),
        "--stripe-port",
        "0",
        "--public-url",
        url(ports[0]),
        "--frontend-url",
        url(ports[2]),
        "--data-dir",
        folder.file("data"),
    };
}

void DevServer::starts() {
    process = std::make_unique<Shipped>(
        folder.path().string(), "dev" + std::to_string(++starts_), arguments(ports_)
    );
    const bool is_up =
        eventually([this] { return process->ended() || get("/livez").status == 200; });
    if (!is_up || process->ended())
        throw std::runtime_error("gyeol dev does not start: " + process->err());
}

void DevServer::dies() {
    process->signal(SIGKILL);
    process->exit_code();
}

int DevServer::stops() {
    process->signal(SIGTERM);
    return process->exit_code();
}

Reply DevServer::post(const std::string& path, const json::object& body, std::string token) const {
    Call request{"POST", path, json::serialize(body)};
    if (!token.empty()) request.headers.push_back("Authorization: Bearer " + token);
    return call(port, request);
}

Reply DevServer::get(const std::string& path, const std::string& token) const {
    Call request{"GET", path};
    if (!token.empty()) request.headers.push_back("Authorization: Bearer " + token);
    return call(port, request);
}

void DevServer::passes(std::chrono::seconds time) const {
    const auto reply = post("/api/test/clock", {{"advanceSeconds", time.count()}});
    EXPECT_EQ(reply.status, 200) << reply.text;
}

std::string DevServer::registers(const std::string& email) const {
    const auto reply = post(
        "/api/auth/register",
        {{"email", email}, {"password", "functional-test-password"}, {"name", "김결"}}
    );
    EXPECT_EQ(reply.status, 201) << reply.text;
    return reply.member("token");
}

DevServer::Order DevServer::authenticates(
    const std::string& token, const std::string& plan, const std::string& outcome
) const {
    const auto started =
        post("/api/payments", {{"planId", plan}, {"provider", "toss"}, {"flow", "widget"}}, token);
    EXPECT_EQ(started.status, 201) << started.text;
    const auto payment = started.body();
    const auto& checkout = payment.at("checkout").as_object();
    Order order{
        .token = token,
        .id = started.member("id"),
        .order_id = started.member("orderId"),
        .payment_key = {},
        .checkout_url = std::string(checkout.at("url").as_string()),
        .amount = payment.at("amount").as_int64(),
    };
    const auto browser = [this](const std::string& path, const json::object& body) {
        Call request{"POST", "/toss/browser/" + path, json::serialize(body)};
        request.headers.push_back("Origin: http://127.0.0.1:" + std::to_string(port));
        auto reply = call(sandbox_port, request);
        EXPECT_LT(reply.status, 300) << path << ' ' << reply.text;
        return reply;
    };
    const auto opened = browser(
        "sessions",
        {{"clientKey", checkout.at("clientKey")},
         {"flow", "widget"},
         {"customerKey", checkout.at("customerKey")},
         {"amount", order.amount},
         {"orderId", order.order_id},
         {"orderName", payment.at("orderName")},
         {"successUrl", checkout.at("successUrl")},
         {"failUrl", checkout.at("failUrl")}}
    );
    order.payment_key = opened.member("paymentKey");
    browser(
        "sessions/" + order.payment_key + "/authenticate",
        {{"method", "CARD"}, {"cardNumber", "4242424242424242"}, {"outcome", outcome}}
    );
    return order;
}

std::string DevServer::at_the_provider(const Order& order) const {
    // test_gsk_gyeolsandboxwidgetsecret and a colon.
    const Call request{
        "GET",
        "/toss/v1/payments/orders/" + order.order_id,
        {},
        {"Authorization: Basic dGVzdF9nc2tfZ3llb2xzYW5kYm94d2lkZ2V0c2VjcmV0Og=="}};
    return call(sandbox_port, request).member("status");
}

std::string all_answers() {
    const std::lock_guard guard(answers_lock);
    return answers;
}

}  // namespace gyeol::test
