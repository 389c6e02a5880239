#include "sandbox/stripe/payment_method.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

constexpr std::int64_t usual_exp_year = 2034;
constexpr std::string_view used_up =
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
    "attachment, shared with a connected account without Customer attachment, or was detached from "
    "a Customer. It may not be used again.";

struct CardFace {
    std::string number;
    std::int64_t exp_month = 12;
    std::int64_t exp_year = usual_exp_year;
    bool has_cvc = false;
};

std::string name_of(const std::string& prefix, std::string_view member) {
    const auto bracket = member.find('[');
    const auto first = member.substr(0, bracket);
    const auto rest =
        bracket == std::string_view::npos ? std::string_view() : member.substr(bracket);
    return prefix.empty() ? std::string(member) : fmt::format("{}[{}]{}", prefix, first, rest);
}

json::object write_card(const TestCard& card, const CardFace& face) {
    const auto brand = face.number.empty() ? card.brand : brand_of(face.number);
    const std::string_view cvc_check = card.id == "cvcCheckFail"             ? "fail"
                                       : face.has_cvc || face.number.empty() ? "pass"
                                                                             : "unchecked";
    const auto number = face.number.empty() ? std::string(card.number) : face.number;
    return {
        {"brand", brand},
        {"checks",
         {{"address_line1_check", nullptr},
          {"address_postal_code_check",
           card.id == "avsZipFail" ? json::value("fail") : json::value(nullptr)},
          {"cvc_check", cvc_check}}},
        {"country", "US"},
        {"display_brand", brand},
        {"exp_month", face.exp_month},
        {"exp_year", face.exp_year},
        {"fingerprint", fmt::format("{:016x}", fingerprint(number))},
        {"funding", card.id == "visa_debit" ? "debit" : "credit"},
        {"generated_from", nullptr},
        {"last4", number.size() > 4 ? number.substr(number.size() - 4) : "4242"},
        {"networks", {{"available", json::array{brand}}, {"preferred", nullptr}}},
        {"regulated_status", "unregulated"},
        {"three_d_secure_usage", {{"supported", brand != "amex"}}},
        {"wallet", nullptr},
    };
}

json::object write_billing(const Params& params, const std::string& prefix) {
    const auto base = name_of(prefix, "billing_details");
    json::object billing;
    billing["address"] = read_address(params, base + "[address]");
    for (const std::string_view member : {"email", "name", "phone"}) {
        const auto value = params.text(fmt::format("{}[{}]", base, member));
        billing[member] = value ? json::value(*value) : json::value(nullptr);
    }
    billing["tax_id"] = nullptr;
    return billing;
}

json::object blank_method(World& world, std::string_view type, Instant now) {
    return {
        {"id", world.ids.letters("pm_1", 23)},
        {"object", "payment_method"},
        {"allow_redisplay", "unspecified"},
        {"billing_details", json::object()},
        {"created", seconds(now)},
        {"customer", nullptr},
        {"customer_account", nullptr},
        {"livemode", false},
        {"metadata", json::object()},
        {"type", type},
    };
}

/// Refuses a card's face as the provider does: with 402, since the buyer typed it.
std::optional<Answer> find_face_refusal(
    const CardFace& face, Instant now, const std::string& base
) {
    const auto refusal = [&base](std::string_view code, std::string_view part) {
        return answer_error(
            402,
            write_card_error({code, decline_message(code), fmt::format("{}[{}]", base, part), {}})
        );
    };
    if (!is_card_number(face.number)) return refusal("incorrect_number", "number");
    if (face.exp_month < 1 || face.exp_month > 12)
        return refusal("invalid_expiry_month", "exp_month");
    const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(now));
    const auto this_month = static_cast<int>(today.year()) * 12 +
                            static_cast<int>(static_cast<unsigned>(today.month()));
    if (face.exp_year * 12 + face.exp_month < this_month || face.exp_year > 2100)
        return refusal("invalid_expiry_year", "exp_year");
    return std::nullopt;
}

std::string only_digits(const std::string& text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char each) {
        return each != ' ' && each != '-';
    });
    return digits;
}

Thing* make_card(Call& call, const std::string& prefix) {
    const auto base = name_of(prefix, "card");
    auto& params = call.params;
    const auto* card = find_card_by_id(params.text(base + "[token]").value_or(""));
    CardFace face;
    if (params.has(base + "[token]") && card == nullptr) {
        params.refuse({"resource_missing", "No such token.", base + "[token]", {}});
        return nullptr;
    }
    if (card == nullptr) {
        face.number = only_digits(params.needed_text(base + "[number]"));
        face.exp_month = params.whole(base + "[exp_month]", {-1, 9999}).value_or(0);
        face.exp_year = params.whole(base + "[exp_year]", {-1, 9999}).value_or(0);
        if (face.exp_year < 100) face.exp_year += 2000;
        face.has_cvc = params.text(base + "[cvc]").has_value();
        if (params.refusal()) return nullptr;
        if (const auto refusal = find_face_refusal(face, call.now, base)) {
            params.answer_instead(*refusal);
            return nullptr;
        }
        card = &card_of_number(face.number);
    }
    auto shown = blank_method(call.world, "card", call.now);
    shown["billing_details"] = write_billing(params, prefix);
    shown["card"] = write_card(*card, face);
    // Whether a wrong code matters is known only where a code was given.
    const bool needs_cvc = card->code == "incorrect_cvc" && !face.number.empty() && !face.has_cvc;
    return &call.world.add(
        std::move(shown), {{"card", needs_cvc ? std::string_view("visa") : card->id}}
    );
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the prefix of the names, then one's value.
Thing* make_wallet(Call& call, const std::string& prefix, const std::string& type) {
    auto shown = blank_method(call.world, type, call.now);
    shown["billing_details"] = write_billing(call.params, prefix);
    if (type == "kr_card") {
        shown[type] = {{"brand", "shinhan"}, {"last4", "1234"}};
    } else if (type == "naver_pay") {
        shown[type] = {{"buyer_id", nullptr}, {"funding", "card"}};
    } else {
        shown[type] = json::object();
    }
    return &call.world.add(std::move(shown));
}

}  // namespace

const TestCard& card_of(const Thing& method) {
    return card_kept_as(method.kept_text("card"));
}

Thing* resolve_method(Call& call, std::string_view name) {
    const auto id = call.params.text(name);
    if (!id) return nullptr;
    if (const auto* card = find_card_by_id(*id)) {
        auto shown = blank_method(call.world, "card", call.now);
        shown["billing_details"] = write_billing(Params({}), "");
        shown["card"] = write_card(*card, {});
        return &call.world.add(std::move(shown), {{"card", card->id}});
    }
    auto* method = call.world.books.find(*id, "payment_method");
    if (method == nullptr) {
        call.params.refuse(
            {"resource_missing",
             fmt::format("No such PaymentMethod: '{}'", *id),
             std::string(name),
             {}}
        );
    }
    return method;
}

Thing* make_method(Call& call, const std::string& prefix) {
    auto& params = call.params;
    const auto name = name_of(prefix, "type");
    params.needed_text(name);
    const auto type =
        params.word(name, {"card", "kakao_pay", "naver_pay", "kr_card", "payco", "samsung_pay"});
    if (params.refusal()) return nullptr;
    return type == "card" ? make_card(call, prefix) : make_wallet(call, prefix, type);
}

std::optional<Answer> find_attach_refusal(const Thing& method, const std::string& customer) {
    if (method.keeps("used") || method.keeps("detached"))
        return refuse({"payment_method_unexpected_state", std::string(used_up), {}, {}});
    const auto owner = method.text("customer");
    if (!owner.empty() && owner != customer) {
        return refuse(
            {"payment_method_unexpected_state",
             "The payment method you provided has already been attached to a customer.",
             {},
             {}}
        );
    }
    const auto& card = card_of(method);
    const bool declines =
        !card.code.empty() && !card.can_be_saved && card.three_d_secure == ThreeDSecure::never;
    if (!declines || method.text("type") != "card") return std::nullopt;
    const auto word = card.decline_code.empty() ? card.code : card.decline_code;
    return answer_error(
        402, write_card_error({card.code, decline_message(word), {}, card.decline_code})
    );
}

void attach(World& world, Thing& method, const std::string& customer, Instant now) {
    if (method.text("customer") == customer) return;
    method.shown["customer"] = customer;
    world.tell("payment_method.attached", method, now);
}

void detach(World& world, Thing& method, Instant now) {
    json::object previous{{"customer", method.shown["customer"]}};
    method.shown["customer"] = nullptr;
    method.kept["detached"] = true;
    world.changed(method);
    world.announce("payment_method.detached", method, now, std::move(previous));
}

Answer create_payment_method(Call& call) {
    call.params.allow(
        {"type",
         "card[*]",
         "billing_details[**]",
         "metadata[*]",
         "kakao_pay",
         "naver_pay[*]",
         "kr_card",
         "payco",
         "samsung_pay",
         "allow_redisplay"}
    );
    json::object metadata;
    merge_metadata(call.params, metadata);
    auto* method = call.params.refusal() ? nullptr : make_method(call, "");
    if (method == nullptr) return *call.params.refusal();
    method->shown["metadata"] = std::move(metadata);
    call.world.changed(*method);
    return {200, method->shown};
}

Answer get_payment_method(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    auto& id = call.id;
    call.params = Params({{"payment_method", id}});
    // A test id shows what it would make, under an id of its own.
    const auto* method = resolve_method(call, "payment_method");
    if (method == nullptr) return no_such("payment_method", id);
    return {200, method->shown};
}

Answer update_payment_method(Call& call) {
    call.params.allow(
        {"billing_details[**]",
         "card[exp_month]",
         "card[exp_year]",
         "metadata[*]",
         "metadata",
         "allow_redisplay"}
    );
    auto* method = call.world.books.find(call.id, "payment_method");
    if (method == nullptr) return no_such("payment_method", call.id);
    if (method->text("customer").empty()) {
        return refuse(
            {"payment_method_unexpected_state",
             "You must save this PaymentMethod to a customer before you can update it.",
             {},
             {}}
        );
    }
    auto changed = method->shown;
    merge_metadata(call.params, changed["metadata"].as_object());
    if (!call.params.below("billing_details").empty())
        changed["billing_details"] = write_billing(call.params, "");
    for (const std::string_view part : {"exp_month", "exp_year"}) {
        const auto value = call.params.whole(fmt::format("card[{}]", part), {1, 2100});
        if (value) changed["card"].as_object()[part] = *value;
    }
    if (call.params.refusal()) return *call.params.refusal();
    method->shown = std::move(changed);
    call.world.tell("payment_method.updated", *method, call.now);
    return {200, method->shown};
}

Answer list_payment_methods(Call& call) {
    allow_list(call.params, {"customer", "type"});
    const auto customer = call.params.text("customer");
    return list(
        call,
        {"payment_method",
         "/v1/payment_methods",
         [&call, &customer](const Thing& method) {
             // Without a customer the provider lists only what belongs to none and was saved.
             return customer && method.text("customer") == *customer &&
                    fits_filter(call.params, method, "type");
         }}
    );
}

Answer attach_payment_method(Call& call) {
    call.params.allow({"customer"});
    call.params.needed_text("customer");
    const auto* customer = find_named(call, "customer", "customer");
    if (call.params.refusal()) return *call.params.refusal();
    const auto customer_id = customer->id();
    const auto id = call.id;
    call.params = Params({{"payment_method", id}});
    auto* method = resolve_method(call, "payment_method");
    if (method == nullptr) return no_such("payment_method", id);
    if (const auto refusal = find_attach_refusal(*method, customer_id)) return *refusal;
    attach(call.world, *method, customer_id, call.now);
    return {200, method->shown};
}

Answer detach_payment_method(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    auto* method = call.world.books.find(call.id, "payment_method");
    if (method == nullptr) return no_such("payment_method", call.id);
    if (method->text("customer").empty()) {
        return refuse(
            {"payment_method_unexpected_state",
             "The payment method you provided is not attached to a customer so detachment is "
             "impossible.",
             {},
             {}}
        );
    }
    detach(call.world, *method, call.now);
    return {200, method->shown};
}

}  // namespace gyeol::sandbox::stripe
