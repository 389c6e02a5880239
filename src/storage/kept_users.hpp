// Accounts that were read or written lately, kept beside the file: every request of a signed-in buyer
// needs one, and only this process writes them.
#pragma once

#include "domain/user.hpp"
#include "ports/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace gyeol::storage {

/// Holds at most `users_max` accounts as they stand in the file; those not asked for lately go first.
/// Belongs to the loop. Requires that the answer to every write of an account passes `see_written`: a
/// token that was signed out must not open the door for one more request.
class KeptUsers {
public:
    explicit KeptUsers(std::size_t users_max) : generation_max_(users_max / 2) {}

    /// Returns the account; none when the file must be asked.
    std::optional<domain::User> find(domain::UserId id);

    /// Returns how many writes were answered so far, for `see_read`.
    [[nodiscard]] std::uint64_t writes() const { return writes_; }

    /// Learns from an account that was read by a call made when `writes()` was `writes_before`. Changes
    /// nothing when a write was answered since: what was read may be older than it.
    void see_read(const domain::User& user, std::uint64_t writes_before);

    /// Learns from the answer to a write. When the change may have landed or not, nothing is kept from
    /// then on: the file alone knows.
    void see_written(const Result<ports::Committed>& answer);

private:
    using Users = std::unordered_map<domain::UserId, domain::User>;

    void keep(const domain::User& user);

    std::size_t generation_max_;
    std::uint64_t writes_ = 0;
    bool keeps_ = true;
    // When the younger generation is full, the elder goes and the younger takes its place.
    Users younger_;
    Users elder_;
};

}  // namespace gyeol::storage
