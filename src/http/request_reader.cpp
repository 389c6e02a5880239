#include "http/request_reader.hpp"

#include "http/target.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <optional>

namespace gyeol::http {
namespace {

namespace beast = boost::beast;

std::optional<Method> method_of(beast::http::verb verb) {
    using Verb = beast::http::verb;
    if (verb == Verb::get) return Method::get;
    if (verb == Verb::head) return Method::head;
    if (verb == Verb::post) return Method::post;
    if (verb == Verb::put) return Method::put;
    if (verb == Verb::patch) return Method::patch;
    if (verb == Verb::delete_) return Method::del;
    if (verb == Verb::options) return Method::options;
    return std::nullopt;
}

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

RequestReader::RequestReader(RequestLimits limits) : limits_(limits) {
    eager(true);
    header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    body_limit(limits.body_bytes_max);
}

std::size_t RequestReader::take(std::string_view bytes) {
    std::size_t used = 0;
    while (used < bytes.size() && !is_done() && refusal_ == Refusal::none) {
        Failure failure;
        const auto step =
            put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), failure);
        used += step;
        if (failure == beast::http::error::need_more) break;
        if (failure && refusal_ == Refusal::none) refusal_ = refusal_of(failure);
    }
    return used;
}

Refusal RequestReader::refusal_of(Failure failure) const {
    if (failure == beast::http::error::header_limit) return Refusal::header_too_large;
    if (failure == beast::http::error::body_limit) return Refusal::body_too_large;
    return Refusal::malformed;
}

void RequestReader::refuse(Refusal refusal, Failure& failure) {
    refusal_ = refusal;
    failure = beast::http::error::bad_value;
}

bool RequestReader::waits_for_continue() const {
    return expects_continue_ && version_ == 11 && is_header_done() && !is_done();
}

void RequestReader::on_request_impl(Verb verb, View, View target, int version, Failure& failure) {
    version_ = version;
    const auto method = method_of(verb);
    if (!method) return refuse(Refusal::unknown_method, failure);
    request_.method = *method;
    request_.target = view(target);
    // A path that is refused is answered like any other request; the connection stays usable.
    if (auto parsed = http::parse_target(request_.target)) {
        request_.path = std::move(parsed->path);
        request_.query = std::move(parsed->query);
    }
}

void RequestReader::on_field_impl(Field field, View name, View value, Failure& failure) {
    // Trailers follow the body; whoever checked the headers has not seen them, so they count for nothing.
    if (has_headers_) return;
    if (request_.headers.size() == limits_.header_count_max)
        return refuse(Refusal::header_too_large, failure);
    if (field == Field::host) ++host_count_;
    if (field == Field::content_length && request_.headers.count("Content-Length") > 0) {
        return refuse(Refusal::malformed, failure);
    }
    if (field == Field::content_length && value.find(',') != View::npos)
        return refuse(Refusal::malformed, failure);
    if (field == Field::transfer_encoding && !equal_ignoring_case(view(value), "chunked")) {
        return refuse(Refusal::malformed, failure);
    }
    if (field == Field::transfer_encoding && version_ == 10)
        return refuse(Refusal::malformed, failure);
    if (field == Field::expect) {
        if (!equal_ignoring_case(view(value), "100-continue"))
            return refuse(Refusal::expectation, failure);
        expects_continue_ = true;
    }
    request_.headers.add(view(name), view(value));
}

void RequestReader::on_header_impl(Failure& failure) {
    has_headers_ = true;
    if (host_count_ > 1 || (host_count_ == 0 && version_ == 11))
        return refuse(Refusal::malformed, failure);
}

void RequestReader::on_body_init_impl(const boost::optional<std::uint64_t>& length, Failure&) {
    if (length) request_.body.reserve(static_cast<std::size_t>(*length));
}

std::size_t RequestReader::on_body_impl(View body, Failure&) {
    request_.body.append(body.data(), body.size());
    return body.size();
}

std::size_t RequestReader::on_chunk_body_impl(std::uint64_t, View body, Failure&) {
    request_.body.append(body.data(), body.size());
    return body.size();
}

void RequestReader::on_response_impl(int, View, int, Failure&) {}

void RequestReader::on_chunk_header_impl(std::uint64_t, View, Failure&) {}

void RequestReader::on_finish_impl(Failure&) {}

}  // namespace gyeol::http
