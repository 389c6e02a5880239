#include "storage/record_codec.hpp"

#include "storage/record_shape.hpp"
#include "storage/record_writer.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <array>

namespace gyeol::storage {
namespace {

namespace json = boost::json;

bool find_word(std::string_view text, domain::Currency& found) {
    const auto parsed = domain::parse_currency(text);
    if (parsed) found = *parsed;
    return parsed.has_value();
}

template <typename Word>
bool take(std::optional<Word> parsed, Word& found) {
    if (parsed) found = *parsed;
    return parsed.has_value();
}

bool find_word(std::string_view text, domain::PaymentStatus& found) {
    return take(domain::find_payment_status(text), found);
}

bool find_word(std::string_view text, domain::PaymentMethod& found) {
    return take(domain::find_payment_method(text), found);
}

bool find_word(std::string_view text, domain::ProviderName& found) {
    return take(domain::find_provider_name(text), found);
}

bool find_word(std::string_view text, domain::CheckoutFlow& found) {
    return take(domain::find_checkout_flow(text), found);
}

bool find_word(std::string_view text, domain::RefundCause& found) {
    return take(domain::find_refund_cause(text), found);
}

bool find_word(std::string_view text, domain::RefundStatus& found) {
    return take(domain::find_refund_status(text), found);
}

bool find_word(std::string_view text, domain::DisputeStatus& found) {
    return take(domain::find_dispute_status(text), found);
}

bool find_word(std::string_view text, domain::LedgerAccount& found) {
    return take(domain::find_ledger_account(text), found);
}

bool find_word(std::string_view text, domain::LedgerPhase& found) {
    return take(domain::find_ledger_phase(text), found);
}

bool find_word(std::string_view text, domain::InboxItem::State& found) {
    return take(domain::find_inbox_state(text), found);
}

bool find_word(std::string_view text, domain::DeliveryChannel& found) {
    return take(domain::find_delivery_channel(text), found);
}

bool find_word(std::string_view text, domain::DeliveryState& found) {
    return take(domain::find_delivery_state(text), found);
}

/// The archive that fills a record from a parsed document. The first failure is kept.
class RecordReader {
public:
    RecordReader(const json::object& document, const ports::Cipher& cipher, std::string_view id)
        : object_(&document), cipher_(cipher), record_id_(id) {}

    template <typename T>
    void operator()(std::string_view name, T& value) {
        const auto* found = object_->if_contains(name);
        if (found == nullptr) {
            read_absent(value);
        } else if (!read(*found, value)) {
            damaged_ = true;
        }
    }

    /// A member that records of an earlier day lack; `value` stays as it is then.
    template <typename T>
    void added(std::string_view name, T& value) {
        if (object_->contains(name)) (*this)(name, value);
    }

    void sealed(std::string_view name, std::string& value, std::string_view field) {
        value.clear();
        const auto* found = object_->if_contains(name);
        if (found == nullptr) return;
        const auto* text = found->if_string();
        if (text == nullptr) {
            damaged_ = true;
            return;
        }
        auto opened = cipher_.open(*text, {record_id_, field});
        if (opened) {
            value = std::move(*opened);
        } else if (!failure_) {
            failure_ = std::move(opened.error());
        }
    }

    void sealed(std::string_view name, Secret& value, std::string_view field) {
        std::string text;
        sealed(name, text, field);
        value = Secret(std::move(text));
    }

    [[nodiscard]] bool is_damaged() const { return damaged_; }

    [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

private:
    static void read_absent(std::string& value) { value.clear(); }

    template <typename T>
    static void read_absent(std::optional<T>& value) {
        value.reset();
    }

    template <typename T>
    static void read_absent(std::vector<T>& value) {
        value.clear();
    }

    template <typename T>
    void read_absent(T& /*value*/) {
        damaged_ = true;
    }

    static bool read(const json::value& from, std::string& value) {
        const auto* text = from.if_string();
        if (text != nullptr) value.assign(text->data(), text->size());
        return text != nullptr;
    }

    static bool read(const json::value& from, bool& value) {
        const auto* found = from.if_bool();
        if (found != nullptr) value = *found;
        return found != nullptr;
    }

    template <std::integral T>
    static bool read(const json::value& from, T& value) {
        json::error_code failure;
        value = from.to_number<T>(failure);
        return !failure && !from.is_double();
    }

    static bool read(const json::value& from, Instant& value) {
        std::int64_t millis = 0;
        if (!read(from, millis)) return false;
        value = from_millis(millis);
        return true;
    }

    static bool read(const json::value& from, Id& value) {
        const auto* text = from.if_string();
        if (text == nullptr) return false;
        const auto id = Id::parse(*text);
        if (id) value = *id;
        return id.has_value();
    }

    template <typename Tag>
    static bool read(const json::value& from, TypedId<Tag>& value) {
        Id id;
        const bool is_read = read(from, id);
        value = TypedId<Tag>(id);
        return is_read;
    }

    template <typename T>
    requires std::is_enum_v<T>

    static bool read(const json::value& from, T& value) {
        const auto* text = from.if_string();
        return text != nullptr && find_word(*text, value);
    }

    template <typename T>
    bool read(const json::value& from, std::optional<T>& value) {
        return read(from, value.emplace());
    }

    template <typename T>
    bool read(const json::value& from, std::vector<T>& values) {
        const auto* array = from.if_array();
        if (array == nullptr) return false;
        values.resize(array->size());
        for (std::size_t at = 0; at < array->size(); ++at) {
            if (!read((*array)[at], values[at])) return false;
        }
        return true;
    }

    template <typename T>
    requires std::is_class_v<T>

    bool read(const json::value& from, T& value) {
        const auto* object = from.if_object();
        if (object == nullptr) return false;
        const auto* outer = std::exchange(object_, object);
        describe(*this, value);
        object_ = outer;
        return true;
    }

    const json::object* object_;
    const ports::Cipher& cipher_;
    std::string_view record_id_;
    bool damaged_ = false;
    std::optional<Error> failure_;
};

Error unreadable(RecordPlace place, std::string reason) {
    Error error;
    error.code = ErrorCode::internal;
    error.reason = std::move(reason);
    error.object_id = place.id.hex();
    return error;
}

Error damaged(RecordPlace place) {
    auto error = unreadable(place, "record_damaged");
    error.detail = fmt::format("The record {} of {} is damaged.", place.id.hex(), word(place.kind));
    return error;
}

Error too_new(RecordPlace place) {
    auto error = unreadable(place, "format_too_new");
    error.detail = fmt::format(
        "The record {} of {} was written by a newer version of Gyeol.",
        place.id.hex(),
        word(place.kind)
    );
    return error;
}

domain::Aggregate empty_record(domain::RecordKind kind) {
    switch (kind) {
        case domain::RecordKind::users:
            return domain::User{};
        case domain::RecordKind::payments:
            return domain::Payment{};
        case domain::RecordKind::purchases:
            return domain::Purchase{};
        case domain::RecordKind::inbox:
            return domain::InboxItem{};
        case domain::RecordKind::idempotency:
            return domain::IdempotencyRecord{};
        case domain::RecordKind::endpoints:
            return domain::EndpointBook{};
        case domain::RecordKind::deliveries:
            return domain::Delivery{};
        case domain::RecordKind::ledger:
            return domain::LedgerEntry{};
    }
    return domain::User{};
}

/// Payments were once stored without what was captured; a completed one had captured its amount.
void fill_captured(domain::Payment& payment, const json::object& document) {
    if (document.contains("captured")) return;
    payment.captured = payment.completed_at ? payment.amount : payment.amount - payment.amount;
}

Result<domain::Aggregate> read_members(
    RecordPlace place, const json::object& document, const ports::Cipher& cipher
) {
    const auto hex = place.id.hex();
    RecordReader reader(document, cipher, hex);
    int format = 0;
    reader("format", format);
    if (format > record_format) return too_new(place);
    auto record = empty_record(place.kind);
    auto fill = [&reader](auto& one) {
        reader("id", one.id);
        describe(reader, one.meta);
        describe(reader, one);
    };
    std::visit(fill, record);
    if (auto* payment = std::get_if<domain::Payment>(&record)) fill_captured(*payment, document);
    if (reader.is_damaged() || format < 1 || domain::id_of(record) != place.id) {
        return damaged(place);
    }
    if (reader.failure()) return *reader.failure();
    return record;
}

}  // namespace

Result<std::string> write_record(const domain::Aggregate& record, const ports::Cipher& cipher) {
    const auto hex = domain::id_of(record).hex();
    RecordWriter writer(cipher, hex);
    writer.begin_object();
    writer("id", domain::id_of(record));
    writer("format", record_format);
    auto write = [&writer](const auto& one) {
        describe(writer, one.meta);
        describe(writer, one);
    };
    std::visit(write, record);
    writer.end_object();
    if (writer.is_refused()) {
        return invalid("invalid_text", "A text is not UTF-8, or holds the character NUL.");
    }
    return writer.take_text();
}

Result<domain::Aggregate> read_record(
    RecordPlace place, std::string_view document, const ports::Cipher& cipher
) {
    // Most documents fit into these; longer ones go on to the heap.
    // NOLINTBEGIN(cppcoreguidelines-pro-type-member-init): scratch space, written before it is read.
    std::array<unsigned char, 8192> values;
    std::array<unsigned char, 2048> scratch;
    // NOLINTEND(cppcoreguidelines-pro-type-member-init): the end of the scratch space.
    json::monotonic_resource memory(values.data(), values.size());
    json::parser parser({}, {}, scratch.data(), scratch.size());
    parser.reset(&memory);
    json::error_code failure;
    parser.write(document.data(), document.size(), failure);
    if (failure) return damaged(place);
    const auto parsed = parser.release();
    if (!parsed.is_object()) return damaged(place);
    return read_members(place, parsed.get_object(), cipher);
}

}  // namespace gyeol::storage
