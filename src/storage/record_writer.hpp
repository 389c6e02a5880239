// The archive that writes a record's members as JSON text.
#pragma once

#include "base/ids.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "ports/crypto.hpp"
#include "storage/record_shape.hpp"

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::storage {

/// Writes one document. Borrows the cipher and the id's text.
class RecordWriter {
public:
    RecordWriter(const ports::Cipher& cipher, std::string_view record_id)
        : cipher_(cipher), record_id_(record_id) {
        text_.reserve(1024);
    }

    template <typename T>
    void operator()(std::string_view name, const T& value) {
        if (is_left_out(value)) return;
        begin_member(name);
        write(value);
    }

    template <typename T>
    void added(std::string_view name, const T& value) {
        (*this)(name, value);
    }

    void sealed(std::string_view name, const std::string& value, std::string_view field);
    void sealed(std::string_view name, const Secret& value, std::string_view field);

    void begin_object() { text_.push_back('{'); }

    void end_object() { text_.push_back('}'); }

    [[nodiscard]] bool is_refused() const { return refused_; }

    std::string take_text() { return std::move(text_); }

private:
    static bool is_left_out(const std::string& value) { return value.empty(); }

    template <typename T>
    static bool is_left_out(const std::optional<T>& value) {
        return !value;
    }

    template <typename T>
    static bool is_left_out(const std::vector<T>& value) {
        return value.empty();
    }

    template <typename T>
    static bool is_left_out(const T& /*value*/) {
        return false;
    }

    void begin_member(std::string_view name);
    void write(std::string_view value);
    void write_plain(std::string_view value);
    void write(const Id& id);

    void write(const std::string& value) { write(std::string_view(value)); }

    void write(bool value) { text_.append(value ? "true" : "false"); }

    void write(Instant value) { write(to_millis(value)); }

    template <std::integral T>
    void write(T value) {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        text_.append(digits.data(), end);
    }

    template <typename Tag>
    void write(const TypedId<Tag>& id) {
        write(id.raw());
    }

    template <typename T>
    requires std::is_enum_v<T>

    void write(T value) { write_plain(word(value)); }

    template <typename T>
    void write(const std::optional<T>& value) {
        write(*value);
    }

    template <typename T>
    void write(const std::vector<T>& values) {
        char before = '[';
        for (const auto& value : values) {
            text_.push_back(before);
            write(value);
            before = ',';
        }
        text_.push_back(']');
    }

    template <typename T>
    requires std::is_class_v<T>

    void write(const T& value) {
        begin_object();
        describe(*this, value);
        end_object();
    }

    const ports::Cipher& cipher_;
    std::string_view record_id_;
    std::string text_;
    bool refused_ = false;
};

}  // namespace gyeol::storage
