// Asio compiled once: see `boost_asio` in toolchain.cmake.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
