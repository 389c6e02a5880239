#include "platform/curl_client.hpp"

#include "base/ensure.hpp"
#include "platform/curl_transfer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gyeol::platform {
namespace {

using ports::TransportFailure;
using TransferPtr = std::unique_ptr<CurlTransfer>;

void start_libcurl() {
    static std::once_flag once;
    std::call_once(once, [] {
        ensure(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "libcurl starts");
    });
}

}  // namespace

/// The thread: it owns libcurl's handles; only `waiting_` is shared.
class CurlClient::Driver {
public:
    Driver(const ports::Clock& clock, CurlSettings settings)
        : clock_(clock), settings_(std::move(settings)), multi_(curl_multi_init()) {
        ensure(multi_ != nullptr, "libcurl has memory for its handle");
        thread_ = std::thread([this] { run(); });
    }

    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    ~Driver() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        curl_multi_wakeup(multi_);
        thread_.join();
        curl_multi_cleanup(multi_);
    }

    void add(TransferPtr transfer) {
        if (const auto refused = enqueue(std::move(transfer))) {
            return refused->fail(TransportFailure::unreachable, "too many exchanges are open");
        }
        curl_multi_wakeup(multi_);
    }

private:
    /// Gives the transfer back when there is no room for it.
    TransferPtr enqueue(TransferPtr transfer) {
        const std::lock_guard lock(mutex_);
        if (stopping_ || waiting_.size() + open_count_ >= limits::exchanges_max) return transfer;
        waiting_.push_back(std::move(transfer));
        return nullptr;
    }

    void run() {
        while (take_waiting()) {
            int running = 0;
            curl_multi_perform(multi_, &running);
            finish_done();
            end_overdue();
            const auto wait_ms = static_cast<int>(limits::clock_check_interval.count());
            curl_multi_poll(multi_, nullptr, 0, wait_ms, nullptr);
        }
        for (const auto& [handle, transfer] : open_) {
            curl_multi_remove_handle(multi_, handle);
            transfer->fail(TransportFailure::broken, "the program is stopping");
        }
        open_.clear();
    }

    /// Starts what waits; returns false when the thread is to end.
    bool take_waiting() {
        std::vector<TransferPtr> taken;
        bool going_on = true;
        {
            const std::lock_guard lock(mutex_);
            taken.swap(waiting_);
            open_count_ = open_.size() + taken.size();
            going_on = !stopping_;
        }
        for (auto& transfer : taken)
            begin(std::move(transfer));
        return going_on;
    }

    void begin(TransferPtr transfer) {
        const auto overdue = transfer->overdue(clock_.now());
        if (overdue) return transfer->fail(*overdue, "its time had passed before it began");
        auto* handle = transfer->begin(clock_, settings_);
        if (handle == nullptr)
            return transfer->fail(TransportFailure::unreachable, "the request cannot be written");
        if (curl_multi_add_handle(multi_, handle) != CURLM_OK) {
            return transfer->fail(
                TransportFailure::unreachable, "libcurl did not take the request"
            );
        }
        open_.emplace(handle, std::move(transfer));
    }

    void finish_done() {
        int left = 0;
        while (const auto* message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            const auto code = message->data.result;
            const auto transfer = take(message->easy_handle);
            transfer->finish(code);
        }
    }

    void end_overdue() {
        const auto now = clock_.now();
        std::vector<std::pair<void*, TransportFailure>> ended;
        for (const auto& [handle, transfer] : open_) {
            if (const auto why = transfer->overdue(now)) ended.emplace_back(handle, *why);
        }
        for (const auto& [handle, why] : ended)
            take(handle)->fail(why, "its time passed");
    }

    TransferPtr take(void* handle) {
        curl_multi_remove_handle(multi_, handle);
        auto node = open_.extract(handle);
        return std::move(node.mapped());
    }

    const ports::Clock& clock_;
    const CurlSettings settings_;
    CURLM* multi_;
    std::unordered_map<void*, TransferPtr> open_;

    std::mutex mutex_;
    bool stopping_ = false;
    std::size_t open_count_ = 0;
    std::vector<TransferPtr> waiting_;
    std::thread thread_;
};

CurlClient::CurlClient(
    boost::asio::any_io_executor loop, const ports::Clock& clock, CurlSettings settings
)
    : loop_(std::move(loop)) {
    start_libcurl();
    driver_ = std::make_unique<Driver>(clock, std::move(settings));
}

CurlClient::~CurlClient() = default;

Task<ports::Exchanged> CurlClient::exchange(ports::HttpRequest request, Instant deadline) {
    const auto answer = std::make_shared<ports::Handoff<ports::Exchanged>>(loop_);
    driver_->add(std::make_unique<CurlTransfer>(std::move(request), deadline, answer));
    auto exchanged = co_await answer->take();
    co_return exchanged;
}

}  // namespace gyeol::platform
