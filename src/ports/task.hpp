// The one way this program suspends.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace gyeol {

/// A coroutine of the loop thread. Parameters by value; see CONTRIBUTING.md for the coroutine rules.
template <typename T = void>
using Task = boost::asio::awaitable<T>;

}  // namespace gyeol
