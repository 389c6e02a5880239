// Beast compiled once: see `boost_beast` in toolchain.cmake.
#include <boost/beast/src.hpp>
