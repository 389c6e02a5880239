#include "sandbox/kakaopay/payment_json.hpp"

#include "sandbox/id_maker.hpp"
#include "sandbox/unknown_fields.hpp"

#include <fmt/format.h>

#include <utility>

namespace gyeol::sandbox::kakaopay {
namespace {
namespace json = boost::json;

/// One answer while it is written.
struct Writer {
    /// A member that is not always meaningful: absent, or null where the switch says so.
    void optional(std::string_view name, json::value value) {
        const bool is_empty = value.is_null() || (value.is_string() && value.get_string().empty());
        if (!is_empty) {
            object[name] = std::move(value);
        } else if (options.nulls) {
            object[name] = nullptr;
        }
    }

    void optional_time(std::string_view name, const std::optional<Instant>& instant) {
        optional(name, instant ? json::value(write_local_time(*instant)) : json::value(nullptr));
    }

    json::object finish(std::string_view id) {
        // From the id, not from a counter: asking twice must answer the same bytes.
        if (options.unknown_fields) add_unknown_fields(object, options.seed ^ fingerprint(id));
        return std::move(object);
    }

    const Options& options;
    json::object object{};
};

json::object write_amounts(const Amounts& amounts) {
    return {
        {"total", amounts.total},
        {"tax_free", amounts.tax_free},
        {"vat", amounts.vat},
        {"point", amounts.point},
        {"discount", amounts.discount},
        {"green_deposit", amounts.green_deposit},
    };
}

json::value write_card(const Payment& payment) {
    if (payment.method != Method::card) return nullptr;
    json::object card{
        {"kakaopay_purchase_corp", "비씨카드"},
        {"kakaopay_purchase_corp_code", "104"},
        {"kakaopay_issuer_corp", "수협은행"},
        {"kakaopay_issuer_corp_code", "212"},
        {"bin", "621640"},
        {"card_type", "신용"},
        {"install_month", fmt::format("{:02}", payment.install_months)},
        {"approved_id", "12345678"},
        {"card_mid", "123456789"},
        {"interest_free_install", "N"},
        {"card_item_code", "NONE_CARD_ITEM"},
    };
    if (payment.install_months > 0) card["installment_type"] = "CARD_INSTALLMENT";
    return card;
}

json::value write_selected_card(const Payment& payment) {
    if (payment.method != Method::card) return nullptr;
    return json::object{
        {"card_bin", "621640"},
        {"install_month", payment.install_months},
        {"card_corp_name", "비씨카드"},
        {"interest_free_install", "N"},
    };
}

json::value write_sequence(const Payment& payment) {
    if (payment.kind != CidKind::sequential) return nullptr;
    json::object means{
        {"payment_priority", 1},
        {"sid", payment.sid},
        {"payment_method_type", word(payment.method)},
    };
    if (auto card = write_card(payment); !card.is_null()) means["card_info"] = std::move(card);
    return json::array{std::move(means)};
}

json::array write_history(const Payment& payment) {
    json::array history;
    for (const auto& action : payment.actions) {
        json::object entry{
            {"aid", action.aid},
            {"payment_action_type", word(action.type)},
            {"payment_method_type", word(payment.method)},
            {"amount", action.amounts.total},
            {"point_amount", action.amounts.point},
            {"discount_amount", action.amounts.discount},
            {"green_deposit", action.amounts.green_deposit},
            {"approved_at", write_local_time(action.at)},
        };
        if (!action.payload.empty()) entry["payload"] = action.payload;
        history.push_back(std::move(entry));
    }
    return history;
}

void write_names(Writer& writer, const Payment& payment) {
    writer.object["tid"] = payment.tid;
    writer.object["cid"] = payment.cid;
    writer.object["partner_order_id"] = payment.partner_order_id;
    writer.object["partner_user_id"] = payment.partner_user_id;
    writer.optional("payment_method_type", json::value(word(payment.method)));
    writer.object["item_name"] = payment.item_name;
    writer.optional("item_code", json::value(payment.item_code));
    writer.object["quantity"] = payment.quantity;
}

/// What a cancel may still take; nothing before money came.
Amounts cancelable(const Payment& payment) {
    return payment.captured > 0 ? payment.amount - payment.canceled : Amounts{};
}

std::string page_of(const Payment& payment, const Options& options, std::string_view device) {
    const auto* const flow =
        payment.kind == CidKind::one_time ? "one-time/payment" : "subscription/payment-issue";
    return fmt::format(
        "{}/mockup/bridge/{}/pg/{}/{}", options.page_base, device, flow, payment.page_id
    );
}

}  // namespace

std::string write_local_time(Instant instant) {
    constexpr std::size_t without_zone = 19;
    return write_korean_time(instant).substr(0, without_zone);
}

Status reported_status(const Payment& payment, const Options& options, Instant now) {
    const bool ran_out =
        (is_open(payment) || payment.status == Status::auth_password) && now >= payment.expires_at;
    return ran_out && options.expired_is_failed ? Status::fail_payment : payment.status;
}

json::object write_prepared(const Payment& payment, const Options& options) {
    const auto scheme = fmt::format(
        "kakaotalk://kakaopay/pg?url={}/pay/mockup/{}", options.page_base, payment.page_id
    );
    Writer writer{options};
    writer.object = {
        {"tid", payment.tid},
        {"tms_result", false},
        {"next_redirect_app_url", page_of(payment, options, "mobile-app")},
        {"next_redirect_mobile_url", page_of(payment, options, "mobile-web")},
        {"next_redirect_pc_url", page_of(payment, options, "pc")},
        {"android_app_scheme", scheme},
        {"ios_app_scheme", scheme},
        {"created_at", write_local_time(payment.created_at)},
    };
    return writer.finish(payment.tid);
}

json::object write_approved(const Payment& payment, const Action& action, const Options& options) {
    Writer writer{options};
    writer.object["aid"] = action.aid;
    write_names(writer, payment);
    writer.optional("sid", json::value(payment.sid));
    writer.object["amount"] = write_amounts(payment.amount);
    writer.optional("card_info", write_card(payment));
    writer.optional("sequential_payment_methods", write_sequence(payment));
    writer.optional("payload", json::value(action.payload));
    writer.object["created_at"] = write_local_time(payment.created_at);
    writer.optional_time("approved_at", payment.approved_at);
    return writer.finish(payment.tid);
}

json::object write_canceled(const Payment& payment, const Action& action, const Options& options) {
    Writer writer{options};
    writer.object["aid"] = action.aid;
    write_names(writer, payment);
    writer.object["status"] = word(payment.status);
    writer.object["amount"] = write_amounts(payment.amount);
    writer.object["approved_cancel_amount"] = write_amounts(action.amounts);
    writer.object["canceled_amount"] = write_amounts(payment.canceled);
    writer.object["cancel_available_amount"] = write_amounts(cancelable(payment));
    writer.optional("payload", json::value(action.payload));
    writer.object["created_at"] = write_local_time(payment.created_at);
    writer.optional_time("approved_at", payment.approved_at);
    writer.optional_time("canceled_at", payment.canceled_at);
    return writer.finish(payment.tid);
}

json::object write_order(const Payment& payment, const Options& options, Instant now) {
    Writer writer{options};
    write_names(writer, payment);
    writer.object["status"] = word(reported_status(payment, options, now));
    writer.object["amount"] = write_amounts(payment.amount);
    writer.object["canceled_amount"] = write_amounts(payment.canceled);
    writer.object["cancel_available_amount"] = write_amounts(cancelable(payment));
    writer.object["created_at"] = write_local_time(payment.created_at);
    writer.optional_time("approved_at", payment.approved_at);
    writer.optional_time("canceled_at", payment.canceled_at);
    writer.optional("selected_card_info", write_selected_card(payment));
    writer.optional(
        "payment_action_details",
        payment.actions.empty() ? json::value(nullptr) : json::value(write_history(payment))
    );
    return writer.finish(payment.tid);
}

json::object write_key(const RecurringKey& key, const Options& options, bool in_full) {
    const bool is_active = !key.inactivated_at;
    Writer writer{options};
    writer.object["cid"] = key.cid;
    writer.object["sid"] = key.sid;
    writer.object["status"] = is_active ? "ACTIVE" : "INACTIVE";
    if (in_full) {
        writer.object["available"] = is_active;
        writer.object["payment_method_type"] = word(key.method);
        writer.object["item_name"] = key.item_name;
    }
    writer.object["created_at"] = write_local_time(key.created_at);
    writer.optional_time("last_approved_at", key.last_approved_at);
    writer.optional_time("inactivated_at", key.inactivated_at);
    return writer.finish(key.sid);
}

}  // namespace gyeol::sandbox::kakaopay
