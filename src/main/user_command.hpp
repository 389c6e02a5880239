// `gyeol user create`: makes an account from the command line. The one way to make an operator.
#pragma once

#include "base/secret.hpp"
#include "main/config.hpp"

#include <string>

namespace gyeol::program {

struct CreateUser {
    std::string email;
    std::string name = "Operator";
    std::string role;  // `operator`, or empty for a buyer.
};

/// Reads one line from standard input, without showing it where it is a terminal.
Secret read_password();

/// Creates the account in the database of `config`, which no server may be using meanwhile. Says what it did,
/// or what stands in the way and what to do; returns the exit code.
int create_user(const Config& config, CreateUser command, Secret password);

}  // namespace gyeol::program
