// What is wrong with one setting, said so that the reader can put it right.
#pragma once

#include <string>

namespace gyeol::program {

/// `what` never holds a secret's value.
struct Problem {
    std::string variable;  // The setting, or the file and line.
    std::string what;
    std::string cure;

    friend bool operator==(const Problem&, const Problem&) = default;
};

}  // namespace gyeol::program
