// A text that must not be seen: it has no stream operator, no formatter and no implicit conversion,
// so that it cannot reach a log line by accident.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace gyeol {

/// Holds a key, a password or a token. `reveal()` is the one way to read it, and easy to search for.
class Secret {
public:
    Secret() = default;

    explicit Secret(std::string text) : text_(std::move(text)) {}

    [[nodiscard]] const std::string& reveal() const { return text_; }

    [[nodiscard]] bool empty() const { return text_.empty(); }

    friend bool operator==(const Secret&, const Secret&) = default;

private:
    std::string text_;
};

/// Returns whether two texts are equal, in a time that depends on their lengths only.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace gyeol
