#include "support/raw_server.hpp"

#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

namespace gyeol::test {
namespace asio = boost::asio;
using asio::ip::tcp;

std::string read_raw_request(RawSocket& socket) {
    std::string text;
    boost::system::error_code failure;
    const auto head = asio::read_until(socket, asio::dynamic_buffer(text), "\r\n\r\n", failure);
    if (failure) return {};
    constexpr std::string_view name = "Content-Length: ";
    const auto length_at = text.find(name);
    if (length_at == std::string::npos) return text;
    const auto length = std::stoul(text.substr(length_at + name.size()));
    const auto missing = head + length - text.size();
    if (missing > 0)
        asio::read(socket, asio::dynamic_buffer(text), asio::transfer_exactly(missing), failure);
    return text;
}

void write_raw(RawSocket& socket, std::string_view bytes) {
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(bytes), ignored);
}

RawServer::RawServer(std::vector<Serve> serves)
    : acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      port_(acceptor_.local_endpoint().port()),
      serves_(std::move(serves)),
      thread_([this] { run(); }) {}

RawServer::~RawServer() {
    stopping_ = true;
    // A thread inside accept() does not see the socket close; one more connection wakes it.
    asio::io_context io;
    tcp::socket last(io);
    boost::system::error_code ignored;
    last.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port_), ignored);
    last.close(ignored);
    thread_.join();
}

std::string RawServer::url(std::string_view path, std::string_view scheme) const {
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

void RawServer::run() {
    for (const auto& serve : serves_) {
        tcp::socket socket(io_);
        boost::system::error_code failure;
        acceptor_.accept(socket, failure);
        if (failure || stopping_) return;
        ++accepted_;
        serve(socket);
    }
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

}  // namespace gyeol::test
