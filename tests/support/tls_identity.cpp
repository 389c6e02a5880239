#include "support/tls_identity.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <stdexcept>

namespace gyeol::test {
namespace {

namespace asio = boost::asio;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

void add_extension(X509& certificate, int kind, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
    auto* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    X509_add_ext(&certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate make_certificate(EVP_PKEY& key, const std::string& address) {
    Certificate certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), &key);
    auto* name = X509_get_subject_name(certificate.get());
    const auto* text = reinterpret_cast<const unsigned char*>("made up for a test");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    add_extension(*certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(*certificate, NID_subject_alt_name, "IP:" + address);
    if (X509_sign(certificate.get(), &key, EVP_sha256()) == 0)
        throw std::runtime_error("no certificate");
    return certificate;
}

void write_certificate(X509& certificate, const std::string& path) {
    const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(
        std::fopen(path.c_str(), "w"), &std::fclose
    );
    if (file == nullptr || PEM_write_X509(file.get(), &certificate) != 1)
        throw std::runtime_error("no file " + path);
}

}  // namespace

struct TlsIdentity::Context {
    asio::ssl::context tls{asio::ssl::context::tls_server};
};

TlsIdentity::TlsIdentity(const std::string& address, const std::string& certificate_file)
    : context_(std::make_unique<Context>()) {
    const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const auto certificate = make_certificate(*key, address);
    auto* native = context_->tls.native_handle();
    SSL_CTX_use_certificate(native, certificate.get());
    SSL_CTX_use_PrivateKey(native, key.get());
    write_certificate(*certificate, certificate_file);
}

TlsIdentity::~TlsIdentity() = default;

std::string TlsIdentity::serve(RawSocket& socket, std::string_view reply) const {
    asio::ssl::stream<RawSocket&> stream(socket, context_->tls);
    boost::system::error_code failure;
    stream.handshake(asio::ssl::stream_base::server, failure);
    if (failure) return {};
    std::string request;
    asio::read_until(stream, asio::dynamic_buffer(request), "}", failure);
    asio::write(stream, asio::buffer(reply), failure);
    stream.shutdown(failure);
    return request;
}

}  // namespace gyeol::test
