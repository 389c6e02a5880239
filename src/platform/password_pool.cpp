#include "platform/password_pool.hpp"

#include "base/ensure.hpp"
#include "ports/handoff.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace gyeol::platform {
namespace {

Error too_busy() {
    Error error;
    error.code = ErrorCode::unavailable;
    error.reason = "sign_in_busy";
    error.detail = "Too many sign-ins at once. Try again shortly.";
    error.retry_after_s = 1;
    return error;
}

Result<std::string> hash_now(const Secret& password, const PasswordCost& cost) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const auto& bytes = password.reveal();
    if (crypto_pwhash_str_alg(
            text.data(),
            bytes.data(),
            bytes.size(),
            cost.passes,
            cost.memory_bytes,
            crypto_pwhash_ALG_ARGON2ID13
        ) != 0) {
        return too_busy();  // There is no memory for one more hash.
    }
    return std::string(text.data());
}

bool verify_now(const Secret& password, const std::string& stored) {
    const auto& bytes = password.reveal();
    return crypto_pwhash_str_verify(stored.c_str(), bytes.data(), bytes.size()) == 0;
}

/// Returns a hash that no password makes, of the same cost as a real one.
std::string hash_of_nobody(const PasswordCost& cost) {
    const std::string salt(22, 'A');
    const std::string tag(43, 'A');
    return fmt::format(
        "$argon2id$v=19$m={},t={},p=1${}${}", cost.memory_bytes / 1024, cost.passes, salt, tag
    );
}

struct Job {
    std::function<void()> work;
    std::function<void()> give_up;
};

}  // namespace

class PasswordPool::Workers {
public:
    explicit Workers(const PasswordCost& cost) : queue_max_(cost.queue_max) {
        for (std::size_t count = 0; count < cost.threads; ++count)
            threads_.emplace_back([this] { run(); });
    }

    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    ~Workers() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        for (auto& thread : threads_)
            thread.join();
        for (const auto& job : queue_)
            job.give_up();
    }

    void add(Job job) {
        {
            const std::lock_guard lock(mutex_);
            if (queue_.size() < queue_max_) {
                queue_.push_back(std::move(job));
                wake_.notify_one();
                return;
            }
        }
        job.give_up();
    }

private:
    void run() {
        while (const auto work = take())
            work();
    }

    /// Waits for work; returns none when the pool stops.
    std::function<void()> take() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) return nullptr;
        auto work = std::move(queue_.front().work);
        queue_.pop_front();
        return work;
    }

    const std::size_t queue_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::deque<Job> queue_;
    std::vector<std::thread> threads_;
};

PasswordPool::PasswordPool(boost::asio::any_io_executor loop, PasswordCost cost)
    : loop_(std::move(loop)), cost_(cost), nobodys_hash_(hash_of_nobody(cost)) {
    ensure(sodium_init() >= 0, "libsodium starts");
    workers_ = std::make_unique<Workers>(cost_);
}

PasswordPool::~PasswordPool() = default;

Task<Result<std::string>> PasswordPool::hash(Secret password) {
    const auto answer = std::make_shared<ports::Handoff<Result<std::string>>>(loop_);
    workers_->add({
        [answer, password, cost = cost_] { answer->deliver(hash_now(password, cost)); },
        [answer] { answer->deliver(too_busy()); },
    });
    auto hashed = co_await answer->take();
    co_return hashed;
}

Task<Result<bool>> PasswordPool::verify(Secret password, std::string stored) {
    // The work of an unknown account equals that of a known one, so that time does not tell them apart.
    const bool known = !stored.empty();
    const auto against = known ? std::move(stored) : nobodys_hash_;
    const auto answer = std::make_shared<ports::Handoff<Result<bool>>>(loop_);
    workers_->add({
        [answer, password, against, known] {
            answer->deliver(verify_now(password, against) && known);
        },
        [answer] { answer->deliver(too_busy()); },
    });
    auto verified = co_await answer->take();
    co_return verified;
}

}  // namespace gyeol::platform
