// What one call to a simulator answers, before the headers are written.
#pragma once

#include "sandbox/fault.hpp"

#include <string>

namespace gyeol::sandbox {

struct Answer {
    int status = 200;
    std::string body;
    Fault fault;
};

}  // namespace gyeol::sandbox
