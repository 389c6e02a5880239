// Reading the members of a request as Kakao Pay does: numbers may be texts, texts have lengths in
// characters, and the first wrong member is named.
#pragma once

#include "base/json.hpp"
#include "sandbox/kakaopay/model.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gyeol::sandbox::kakaopay {

/// Every read after the first failure returns an empty value, so that a caller reads all members and then
/// asks `failed()` once.
class Fields {
public:
    static constexpr std::size_t name_length_max = 100;
    static constexpr std::size_t payload_length_max = 200;
    static constexpr std::size_t url_length_max = 255;

    /// Borrows `body`, which must outlive the reader.
    explicit Fields(const boost::json::object& body) : body_(body) {}

    /// Reads a text that must be there.
    std::string text(std::string_view name, std::size_t length_max = name_length_max);

    /// As `text`, but absent, null and empty are the same.
    std::string optional_text(std::string_view name, std::size_t length_max = name_length_max);

    /// Reads a whole number from 0, written as a number or as a text of digits.
    Amount whole(std::string_view name);
    std::optional<Amount> optional_whole(std::string_view name);

    /// Records that `name` is wrong unless another member was.
    void refuse(std::string_view name);

    /// The first wrong member, empty when there is none.
    [[nodiscard]] const std::string& failed() const { return failed_; }

private:
    const boost::json::object& body_;
    std::string failed_;
};

/// Reads what ready and a charge have in common into `payment`: who orders what for how much.
void read_order(Fields& fields, Payment& payment);

}  // namespace gyeol::sandbox::kakaopay
