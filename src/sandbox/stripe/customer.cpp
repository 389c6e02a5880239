#include "sandbox/stripe/customer.hpp"

#include "sandbox/stripe/payment_method.hpp"

#include <fmt/format.h>

namespace gyeol::sandbox::stripe {
namespace {
namespace json = boost::json;

const std::vector<std::string_view> writable{
    "email",
    "name",
    "phone",
    "description",
    "address[*]",
    "address",
    "shipping[**]",
    "shipping",
    "metadata[*]",
    "metadata",
    "preferred_locales[]",
    "invoice_settings[default_payment_method]",
    "tax_exempt"};

json::object blank_customer(const std::string& id, std::int64_t created) {
    return {
        {"id", id},
        {"object", "customer"},
        {"address", nullptr},
        {"balance", 0},
        {"created", created},
        {"currency", nullptr},
        {"customer_account", nullptr},
        {"default_source", nullptr},
        {"delinquent", false},
        {"description", nullptr},
        {"email", nullptr},
        {"invoice_prefix", id.substr(id.size() - 8)},
        {"invoice_settings",
         {{"custom_fields", nullptr},
          {"default_payment_method", nullptr},
          {"footer", nullptr},
          {"rendering_options", nullptr}}},
        {"livemode", false},
        {"metadata", json::object()},
        {"name", nullptr},
        {"next_invoice_sequence", 1},
        {"phone", nullptr},
        {"preferred_locales", json::array()},
        {"shipping", nullptr},
        {"tax_exempt", "none"},
        {"test_clock", nullptr},
    };
}

/// Puts what was sent into `customer`; refuses in `params` without having changed anything stored.
void merge(Call& call, json::object& customer) {
    auto& params = call.params;
    merge_texts(params, customer, {"email", "name", "phone", "description"});
    merge_metadata(params, customer["metadata"].as_object());
    if (params.has("address") || !params.below("address").empty())
        customer["address"] = read_address(params, "address");
    const auto tax = params.word("tax_exempt", {"none", "exempt", "reverse"});
    if (!tax.empty()) customer["tax_exempt"] = tax;
    const auto locales = params.list("preferred_locales");
    if (!locales.empty()) customer["preferred_locales"] = json::value_from(locales);
    constexpr std::string_view usual = "invoice_settings[default_payment_method]";
    if (const auto method = params.text(usual)) {
        const auto* known = call.world.books.find(*method, "payment_method");
        if (known == nullptr || known->text("customer") != find_text(customer, "id")) {
            params.refuse(
                {"resource_missing",
                 fmt::format("No such PaymentMethod: '{}'", *method),
                 std::string(usual),
                 {}}
            );
        }
        customer["invoice_settings"].as_object()["default_payment_method"] = *method;
    }
}

Thing* find_customer(Call& call) {
    return call.world.books.find(call.id, "customer");
}

bool is_method_of(const Thing& method, const std::string& customer) {
    return method.text("customer") == customer;
}

}  // namespace

Answer create_customer(Call& call) {
    auto names = writable;
    names.emplace_back("payment_method");
    call.params.allow(names);
    auto customer = blank_customer(call.world.ids.letters("cus_", 14), seconds(call.now));
    merge(call, customer);
    auto* method = call.params.refusal() ? nullptr : resolve_method(call, "payment_method");
    if (call.params.refusal()) return *call.params.refusal();
    if (method != nullptr) {
        if (const auto refusal =
                find_attach_refusal(*method, find_text(customer, "id").value_or("")))
            return *refusal;
    }
    auto& made = call.world.add(std::move(customer));
    call.world.announce("customer.created", made, call.now);
    if (method != nullptr) attach(call.world, *method, made.id(), call.now);
    return {200, made.shown};
}

Answer get_customer(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* customer = find_customer(call);
    if (customer == nullptr) return no_such("customer", call.id);
    return {200, customer->shown};
}

Answer update_customer(Call& call) {
    call.params.allow(writable);
    auto* customer = find_customer(call);
    if (customer == nullptr || customer->is_deleted()) return no_such("customer", call.id);
    auto changed = customer->shown;
    merge(call, changed);
    if (call.params.refusal()) return *call.params.refusal();
    customer->shown = std::move(changed);
    call.world.tell("customer.updated", *customer, call.now);
    return {200, customer->shown};
}

Answer delete_customer(Call& call) {
    auto* customer = find_customer(call);
    if (customer == nullptr || customer->is_deleted()) return no_such("customer", call.id);
    call.world.announce("customer.deleted", *customer, call.now);
    for (const auto& id : call.world.books.ids_of("payment_method")) {
        auto& method = *call.world.books.find(id);
        if (is_method_of(method, call.id)) detach(call.world, method, call.now);
    }
    // The time stays so that lists keep their order; nobody is shown it.
    customer->kept["created"] = customer->whole("created");
    customer->shown = {{"id", call.id}, {"object", "customer"}, {"deleted", true}};
    call.world.changed(*customer);
    return {200, customer->shown};
}

Answer list_customers(Call& call) {
    allow_list(call.params, {"email"});
    return list(call, {"customer", "/v1/customers", [&call](const Thing& customer) {
                           return fits_filter(call.params, customer, "email");
                       }});
}

Answer list_customer_methods(Call& call) {
    allow_list(call.params, {"type", "allow_redisplay"});
    const auto* customer = find_customer(call);
    if (customer == nullptr || customer->is_deleted()) return no_such("customer", call.id);
    return list(
        call,
        {"payment_method",
         fmt::format("/v1/customers/{}/payment_methods", call.id),
         [&call](const Thing& method) {
             return is_method_of(method, call.id) && fits_filter(call.params, method, "type");
         }}
    );
}

Answer get_customer_method(Call& call) {
    call.params.allow({});
    if (call.params.refusal()) return *call.params.refusal();
    const auto* method = call.world.books.find(call.second_id, "payment_method");
    if (method == nullptr || !is_method_of(*method, call.id))
        return no_such("payment_method", call.second_id);
    return {200, method->shown};
}

}  // namespace gyeol::sandbox::stripe
