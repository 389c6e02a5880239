// The `.env` file: lines of `NAME=value`, as dotenv reads them, but nothing is guessed: what is not
// understood is told with its line.
#pragma once

#include "main/config_problem.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::program {

struct EnvValue {
    std::string value;
    int line = 0;
};

struct EnvFile {
    std::map<std::string, EnvValue, std::less<>> values;
    std::vector<Problem> problems;
};

/// Reads comments, `export`, quotes ('as it is', "with \n \t \" \\ \$"), CRLF and a byte order mark. A
/// name given twice is a problem that names both lines. Never fails: problems are in the result.
EnvFile parse_env_file(std::string_view text);

}  // namespace gyeol::program
