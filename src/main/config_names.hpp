// Every variable the program knows. A new one gets its row here and its lines in `.env.example`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace gyeol::program {

enum class VariableKind : std::uint8_t {
    plain,   // Shown as it is.
    key,     // Shown by its first letters.
    secret,  // Shown by its first letters, and `NAME_FILE` may name a file that holds it.
};

struct Variable {
    std::string_view name;
    VariableKind kind;
};

/// Returns all variables in the order in which they are shown.
std::span<const Variable> known_variables();

/// Returns the variable called `name`, or null. `NAME_FILE` of a secret is not a variable of its own.
const Variable* find_variable(std::string_view name);

/// Returns the secret that `name` is the `_FILE` of, or null.
const Variable* find_variable_of_file(std::string_view name);

/// Returns the known name nearest to `name`, if one is near enough to be meant.
std::optional<std::string_view> nearest_variable(std::string_view name);

}  // namespace gyeol::program
