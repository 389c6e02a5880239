#include "platform/curl_transfer.hpp"

#include <curl/curl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>
#include <utility>

namespace gyeol::platform {
namespace {

using ports::HttpMethod;
using ports::TransportFailure;

bool has_line_break(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

bool can_be_written(const ports::HttpRequest& request) {
    const auto bad = [](const ports::HttpHeader& header) {
        return header.name.empty() || has_line_break(header.name) || has_line_break(header.value);
    };
    return !has_line_break(request.url) &&
           std::none_of(request.headers.begin(), request.headers.end(), bad);
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Returns the address as text, empty when it is of no kind that we connect to.
std::string write_address(const curl_sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes = nullptr;
    if (address.family == AF_INET)
        bytes = &reinterpret_cast<const sockaddr_in*>(&address.addr)->sin_addr;
    if (address.family == AF_INET6)
        bytes = &reinterpret_cast<const sockaddr_in6*>(&address.addr)->sin6_addr;
    if (bytes == nullptr) return "";
    const auto* written = inet_ntop(address.family, bytes, text.data(), text.size());
    return written == nullptr ? "" : written;
}

/// Returns what a failure of libcurl means once the request may have been written.
TransportFailure failure_of(CURLcode code) {
    return code == CURLE_OPERATION_TIMEDOUT ? TransportFailure::timed_out
                                            : TransportFailure::broken;
}

}  // namespace

/// What libcurl calls while it works. Nothing may be thrown through it.
struct CurlTransfer::Callbacks {
    static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self) noexcept {
        auto& transfer = *static_cast<CurlTransfer*>(self);
        transfer.header_bytes_ += count;
        if (transfer.header_bytes_ > limits::provider_header_bytes_max) {
            transfer.too_large_ = true;
            return 0;
        }
        try {
            take_header(transfer, {bytes, count});
        } catch (const std::exception&) {
            return 0;
        }
        return count;
    }

    static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self) noexcept {
        auto& transfer = *static_cast<CurlTransfer*>(self);
        if (count > transfer.body_bytes_max_ - transfer.reply_.body.size()) {
            transfer.too_large_ = true;
            return 0;
        }
        try {
            transfer.reply_.body.append(bytes, count);
        } catch (const std::exception&) {
            return 0;
        }
        return count;
    }

    /// Called with the address that is about to be connected to; what it refuses is never contacted. The
    /// name was looked up before, and is not looked up again: what was judged is what is connected to.
    static curl_socket_t on_connect(void* self, curlsocktype, curl_sockaddr* address) noexcept {
        auto& transfer = *static_cast<CurlTransfer*>(self);
        try {
            const auto text = write_address(*address);
            if (text.empty() || !transfer.settings_->may_connect(text)) {
                transfer.address_refused_ = true;
                return CURL_SOCKET_BAD;
            }
        } catch (const std::exception&) {
            return CURL_SOCKET_BAD;
        }
        return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }

    /// Called when the connection stands and before each writing of the request.
    static int on_connected(void* self, char*, char*, int, int) noexcept {
        auto& transfer = *static_cast<CurlTransfer*>(self);
        // Money: libcurl repeats a request by itself when a kept-alive connection turns out to be dead,
        // although the server may have read and executed it. A second writing is refused here, whatever
        // made libcurl want it. Guarded by CurlClient.ADeadConnectionIsNotRetried.
        if (transfer.released_) return CURL_PREREQFUNC_ABORT;
        const auto& send_by = transfer.request_.send_by;
        if (send_by && transfer.clock_->now() > *send_by) {
            transfer.send_by_passed_ = true;
            return CURL_PREREQFUNC_ABORT;
        }
        transfer.released_ = true;
        return CURL_PREREQFUNC_OK;
    }

private:
    static void take_header(CurlTransfer& transfer, std::string_view line) {
        if (line.starts_with("HTTP/")) {
            transfer.reply_.headers.clear();  // An interim answer (1xx) came before.
            return;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return;
        transfer.reply_.headers.push_back(
            {std::string(trimmed(line.substr(0, colon))),
             std::string(trimmed(line.substr(colon + 1)))}
        );
    }
};

CurlTransfer::CurlTransfer(ports::HttpRequest request, Instant deadline, Answer answer)
    : request_(std::move(request)), deadline_(deadline), answer_(std::move(answer)) {}

CurlTransfer::~CurlTransfer() {
    curl_easy_cleanup(handle_);
    curl_slist_free_all(static_cast<curl_slist*>(header_list_));
}

void* CurlTransfer::begin(const ports::Clock& clock, const CurlSettings& settings) {
    if (!can_be_written(request_)) return nullptr;
    handle_ = curl_easy_init();
    if (handle_ == nullptr) return nullptr;
    clock_ = &clock;
    settings_ = &settings;
    body_bytes_max_ = settings.body_bytes_max;
    set_options(settings, deadline_ - clock.now());
    set_method();
    set_headers();
    if (settings.may_connect) set_guard();
    // A libcurl that lacks this guard must not send at all.
    curl_easy_setopt(handle_, CURLOPT_PREREQDATA, this);
    if (curl_easy_setopt(handle_, CURLOPT_PREREQFUNCTION, &Callbacks::on_connected) != CURLE_OK)
        return nullptr;
    return handle_;
}

void CurlTransfer::set_options(const CurlSettings& settings, Millis left) {
    const auto millis = [](Millis span) {
        return static_cast<long>(std::max<Millis::rep>(span.count(), 1));
    };
    curl_easy_setopt(handle_, CURLOPT_URL, request_.url.c_str());
    curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle_, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(handle_, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(handle_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!settings.ca_file.empty())
        curl_easy_setopt(handle_, CURLOPT_CAINFO, settings.ca_file.c_str());
    curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle_, CURLOPT_TIMEOUT_MS, millis(left));
    curl_easy_setopt(handle_, CURLOPT_CONNECTTIMEOUT_MS, millis(settings.connect_within));
    curl_easy_setopt(
        handle_, CURLOPT_MAXAGE_CONN, static_cast<long>(limits::connection_idle_max.count())
    );
    curl_easy_setopt(handle_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(handle_, CURLOPT_USERAGENT, settings.user_agent.c_str());
    curl_easy_setopt(handle_, CURLOPT_HEADERFUNCTION, &Callbacks::on_header);
    curl_easy_setopt(handle_, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &Callbacks::on_body);
    curl_easy_setopt(handle_, CURLOPT_WRITEDATA, this);
}

void CurlTransfer::set_guard() {
    curl_easy_setopt(handle_, CURLOPT_PROXY, "");
    curl_easy_setopt(handle_, CURLOPT_OPENSOCKETFUNCTION, &Callbacks::on_connect);
    curl_easy_setopt(handle_, CURLOPT_OPENSOCKETDATA, this);
}

void CurlTransfer::set_method() {
    const auto method = request_.method;
    if (method == HttpMethod::head) {
        curl_easy_setopt(handle_, CURLOPT_NOBODY, 1L);
        return;
    }
    const bool carries_body =
        method == HttpMethod::post || method == HttpMethod::put || method == HttpMethod::patch;
    if (carries_body || !request_.body.empty()) {
        curl_easy_setopt(
            handle_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size())
        );
        curl_easy_setopt(handle_, CURLOPT_POSTFIELDS, request_.body.c_str());
    }
    curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, std::string(word(method)).c_str());
}

void CurlTransfer::set_headers() {
    curl_slist* list = nullptr;
    const auto add = [&list](const std::string& line) {
        if (auto* longer = curl_slist_append(list, line.c_str())) list = longer;
    };
    for (const auto& header : request_.headers) {
        // libcurl reads `Name:` as "leave this header out"; an empty value is spelled with a semicolon.
        add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    }
    // What libcurl would add on its own to a body.
    if (find_header(request_.headers, "Content-Type").empty()) add("Content-Type:");
    add("Expect:");
    header_list_ = list;
    curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, list);
}

std::optional<TransportFailure> CurlTransfer::overdue(Instant now) const {
    if (now >= deadline_) return TransportFailure::timed_out;
    if (!released_ && request_.send_by && now > *request_.send_by)
        return TransportFailure::send_by_passed;
    return std::nullopt;
}

void CurlTransfer::finish(int curl_code) {
    const auto code = static_cast<CURLcode>(curl_code);
    if (code == CURLE_OK) {
        long status = 0;
        curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
        reply_.status = static_cast<int>(status);
        answer_->deliver(std::move(reply_));
        return;
    }
    if (send_by_passed_)
        return fail(TransportFailure::send_by_passed, "send_by passed while connecting");
    if (too_large_) return fail(TransportFailure::too_large, "the answer is larger than its limit");
    if (!released_ && address_refused_)
        return fail(TransportFailure::unreachable, "the address is not allowed");
    if (!released_ && clock_->now() < deadline_) {
        return fail(TransportFailure::unreachable, curl_easy_strerror(code));
    }
    fail(failure_of(code), curl_easy_strerror(code));
}

void CurlTransfer::fail(TransportFailure kind, std::string detail) {
    answer_->deliver(tl::unexpected(ports::ExchangeFailure{kind, !released_, std::move(detail)}));
}

}  // namespace gyeol::platform
