// Password hashing, which is slow on purpose, off the loop.
#pragma once

#include "base/limits.hpp"
#include "ports/crypto.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace gyeol::platform {

/// What one Argon2id hash costs; the memory is taken while it runs and given back after.
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = 64UL * 1024 * 1024;  // libsodium's "interactive".
    std::size_t queue_max = limits::hash_queue_max;
    std::size_t threads = limits::hash_threads;
};

/// Fulfils the promises of `PasswordHasher` with libsodium. The loop must outlive it; what still waits
/// at its end is answered `unavailable`.
class PasswordPool final : public ports::PasswordHasher {
public:
    PasswordPool(boost::asio::any_io_executor loop, PasswordCost cost);
    ~PasswordPool() override;

    Task<Result<std::string>> hash(Secret password) override;
    Task<Result<bool>> verify(Secret password, std::string stored) override;

private:
    class Workers;

    boost::asio::any_io_executor loop_;
    PasswordCost cost_;
    std::string nobodys_hash_;
    std::unique_ptr<Workers> workers_;
};

}  // namespace gyeol::platform
