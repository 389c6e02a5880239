#include "http/message.hpp"

#include <algorithm>

namespace gyeol::http {
namespace {

constexpr char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    const auto same = [](char one, char other) { return lower(one) == lower(other); };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), same);
}

void HeaderFields::add(std::string_view name, std::string_view value) {
    const Slice slice{
        static_cast<std::uint32_t>(block_.size()),
        static_cast<std::uint32_t>(name.size()),
        static_cast<std::uint32_t>(value.size()),
    };
    if (slices_.empty()) {
        // What a browser sends fits without growing again.
        slices_.reserve(16);
        block_.reserve(512);
    }
    block_.append(name).append(value);
    slices_.push_back(slice);
}

std::string_view HeaderFields::name_of(Slice slice) const {
    return std::string_view(block_).substr(slice.name_at, slice.name_size);
}

std::string_view HeaderFields::value_of(Slice slice) const {
    return std::string_view(block_).substr(slice.name_at + slice.name_size, slice.value_size);
}

std::optional<std::string_view> HeaderFields::find(std::string_view name) const {
    for (const auto slice : slices_) {
        if (equal_ignoring_case(name_of(slice), name)) return value_of(slice);
    }
    return std::nullopt;
}

std::size_t HeaderFields::count(std::string_view name) const {
    std::size_t found = 0;
    for (const auto slice : slices_)
        found += equal_ignoring_case(name_of(slice), name) ? 1 : 0;
    return found;
}

std::vector<ports::HttpHeader> HeaderFields::copy() const {
    std::vector<ports::HttpHeader> headers;
    headers.reserve(slices_.size());
    for (const auto slice : slices_) {
        headers.push_back({std::string(name_of(slice)), std::string(value_of(slice))});
    }
    return headers;
}

}  // namespace gyeol::http
