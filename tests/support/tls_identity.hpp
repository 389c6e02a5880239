// A server's certificate made on the spot, which only those trust who are told to.
#pragma once

#include "support/raw_server.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace gyeol::test {

class TlsIdentity {
public:
    /// Makes a key and a self-signed certificate for the IP address `address`, and writes the certificate
    /// to `certificate_file` as PEM.
    TlsIdentity(const std::string& address, const std::string& certificate_file);
    TlsIdentity(const TlsIdentity&) = delete;
    TlsIdentity& operator=(const TlsIdentity&) = delete;
    ~TlsIdentity();

    /// Shakes hands on `socket`, reads one request and answers `reply`. Returns the request, empty when
    /// the other side hung up.
    std::string serve(RawSocket& socket, std::string_view reply) const;

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

}  // namespace gyeol::test
