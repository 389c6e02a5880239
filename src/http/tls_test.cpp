#include "http/server.hpp"
#include "support/http_stand.hpp"

#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace gyeol::http {
namespace {

namespace asio = boost::asio;

class HelloHandler final : public Handler {
public:
    Task<Response> handle(Request request) override {
        Response response;
        response.content_type = "text/plain";
        response.body = "hello " + request.path;
        co_return response;
    }
};

/// A key and a certificate for it, made anew for this run.
class MadeUpCertificate {
public:
    MadeUpCertificate() {
        std::filesystem::create_directories(folder_);
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
            EVP_EC_gen("P-256"), &EVP_PKEY_free
        );
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
        X509_set_version(certificate.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        write(files_.key_path, [&key](std::FILE* file) {
            return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        write(files_.certificate_path, [&certificate](std::FILE* file) {
            return PEM_write_X509(file, certificate.get());
        });
    }

    MadeUpCertificate(const MadeUpCertificate&) = delete;
    MadeUpCertificate& operator=(const MadeUpCertificate&) = delete;

    ~MadeUpCertificate() { std::filesystem::remove_all(folder_); }

    [[nodiscard]] const TlsFiles& files() const { return files_; }

private:
    template <typename Write>
    static void write(const std::string& path, Write content) {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
            std::fopen(path.c_str(), "wb"), &std::fclose
        );
        if (!file || content(file.get()) != 1) std::abort();
    }

    std::filesystem::path folder_ = std::filesystem::temp_directory_path() / "gyeol_tls_test";
    TlsFiles files_{(folder_ / "cert.pem").string(), (folder_ / "key.pem").string()};
};

class HttpTls : public testing::Test {
protected:
    /// Runs the server until `done`, at most this often.
    void run_until(const bool& done) {
        for (int round = 0; !done && round < 200'000; ++round)
            stand.loop.poll();
    }

    /// Returns whether a client of at most `version` comes to an agreement with the server.
    bool shakes_hands(asio::ssl::stream<asio::ip::tcp::socket>& client, int version) {
        SSL_set_max_proto_version(client.native_handle(), version);
        SSL_set_security_level(client.native_handle(), 0);
        client.next_layer().connect({asio::ip::make_address("127.0.0.1"), stand.server.port(0)});
        bool done = false;
        bool agreed = false;
        client.async_handshake(
            asio::ssl::stream_base::client,
            [&](const boost::system::error_code& failure) {
                done = true;
                agreed = !failure;
            }
        );
        run_until(done);
        return agreed;
    }

    MadeUpCertificate certificate;
    HelloHandler handler;
    test::Stand stand{handler, {}, certificate.files()};
    asio::ssl::context context{asio::ssl::context::tls_client};
};

TEST_F(HttpTls, AnswersBehindTls) {
    asio::ssl::stream<asio::ip::tcp::socket> client(stand.loop, context);
    ASSERT_TRUE(shakes_hands(client, TLS1_3_VERSION));
    bool done = false;
    std::string answer;
    const std::string request = "GET /tls HTTP/1.1\r\nHost: shop\r\n\r\n";
    asio::async_write(
        client, asio::buffer(request), [](const boost::system::error_code&, std::size_t) {}
    );
    asio::async_read_until(
        client,
        asio::dynamic_buffer(answer),
        "hello /tls",
        [&done](const boost::system::error_code&, std::size_t) { done = true; }
    );
    run_until(done);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_TRUE(answer.ends_with("hello /tls"));
}

TEST_F(HttpTls, Takes12AndNothingOlder) {
    asio::ssl::stream<asio::ip::tcp::socket> good(stand.loop, context);
    EXPECT_TRUE(shakes_hands(good, TLS1_2_VERSION));
    asio::ssl::stream<asio::ip::tcp::socket> old(stand.loop, context);
    EXPECT_FALSE(shakes_hands(old, TLS1_1_VERSION));
}

TEST_F(HttpTls, HangsUpOnWhoSpeaksPlainHttpOrNothing) {
    auto plain = stand.connect();
    plain.send("GET / HTTP/1.1\r\nHost: shop\r\n\r\n");
    plain.answer();
    auto silent = stand.connect();
    stand.passes(limits::read_within + std::chrono::seconds(1));
    EXPECT_EQ(stand.server.connections(), 0U);
}

}  // namespace
}  // namespace gyeol::http
