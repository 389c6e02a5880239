#include "simulation/toss_stand.hpp"

#include "base/json.hpp"
#include "providers/toss/toss_provider.hpp"
#include "sandbox/id_maker.hpp"

#include <utility>

namespace gyeol::simulation {
namespace {

namespace json = boost::json;

constexpr std::string_view toss_url = "http://toss.sim";

sandbox::toss::Options sandbox_options(std::uint64_t seed) {
    sandbox::toss::Options options;
    options.seed = seed;
    options.key_pairs = {
        {.client_key = "test_gck_shop", .secret_key = "test_gsk_shop"},
        {.client_key = "test_ck_shop", .secret_key = "test_sk_shop"},
    };
    options.any_test_key = false;
    options.webhooks.url = "http://shop.sim/api/payment/webhook";
    options.shop_origins = {"http://shop.sim"};
    return options;
}

std::string_view path_of(Outside what) {
    switch (what) {
        case Outside::deposit:
            return "bank/deposit";
        case Outside::late_deposit:
            return "bank/deposit-late";
        case Outside::deposit_taken_back:
            return "bank/take-back";
        case Outside::given_back:
            return {};
    }
    return {};
}

/// Some accounts run out while people are still about.
int valid_hours(const std::string& order_id) {
    return sandbox::fingerprint(order_id) % 2 == 0 ? 1 : 168;
}

/// `Basic` of both key pairs: the console belongs to the merchant, whose pairs these are.
constexpr std::array console_keys{
    std::string_view("Basic dGVzdF9nc2tfc2hvcDo="),  // test_gsk_shop and a colon.
    std::string_view("Basic dGVzdF9za19zaG9wOg=="),  // test_sk_shop and a colon.
};

}  // namespace

TossStand::TossStand(std::uint64_t seed) : sandbox_(sandbox_options(seed)) {}

domain::ProviderName TossStand::name() const {
    return domain::ProviderName::toss;
}

std::string_view TossStand::url() const {
    return toss_url;
}

sandbox::HandledReply TossStand::handle(const ports::HttpRequest& request, Instant now) {
    return sandbox_.handle(request, now);
}

std::unique_ptr<ports::Provider> TossStand::connect(Connection connection) const {
    using providers::toss::TossKeyPair;
    providers::toss::TossKeys keys;
    // Lost keys are lost for the widget alone, so that the payment window goes on beside it.
    if (connection.has_keys) keys.widget = TossKeyPair{"test_gck_shop", Secret("test_gsk_shop")};
    keys.api = TossKeyPair{"test_ck_shop", Secret("test_sk_shop")};
    providers::toss::TossUrls urls;
    urls.api = toss_url;
    return std::make_unique<providers::toss::TossProvider>(
        std::move(keys),
        std::move(urls),
        providers::toss::TossParts{
            .http = connection.http, .clock = connection.clock, .ids = connection.ids}
    );
}

std::vector<domain::CheckoutFlow> TossStand::flows() const {
    return {
        domain::CheckoutFlow::widget, domain::CheckoutFlow::widget, domain::CheckoutFlow::window};
}

std::vector<Means> TossStand::means() const {
    return {Means::card, Means::card, Means::card, Means::virtual_account, Means::declined_card};
}

std::optional<json::object> TossStand::browser(
    const std::string& path, const json::object& body, Instant now
) {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = "/browser/" + path;
    request.headers = {{"Content-Type", "application/json"}, {"Origin", "http://shop.sim"}};
    request.body = json::serialize(body);
    const auto handled = sandbox_.handle(request, now);
    auto answer = parse_json_object(handled.reply.body);
    if (handled.reply.status != 200 || !answer) return std::nullopt;
    return std::move(*answer);
}

std::optional<domain::ConfirmPayment> TossStand::authenticate(
    const app::Checkout& checkout, Means means, Instant now
) {
    const auto& payment = checkout.payment;
    const auto opened = browser(
        "sessions",
        {{"clientKey", checkout.browser.client_key},
         {"flow", word(payment.flow)},
         {"customerKey", payment.customer_key},
         {"amount", payment.amount.minor},
         {"orderId", payment.order_id},
         {"orderName", payment.order_name},
         {"successUrl", checkout.success_url},
         {"failUrl", checkout.fail_url},
         {"virtualAccount", {{"validHours", valid_hours(payment.order_id)}}}},
        now
    );
    if (!opened) return std::nullopt;
    const auto payment_key = find_text(*opened, "paymentKey").value_or("");
    json::object choice{{"method", "CARD"}, {"cardNumber", "4242424242424242"}};
    if (means == Means::declined_card) choice["cardNumber"] = "4000000000000002";
    if (means == Means::virtual_account)
        choice = {{"method", "VIRTUAL_ACCOUNT"}, {"bank", "88"}, {"customerName", "김결"}};
    if (!browser("sessions/" + payment_key + "/authenticate", choice, now)) return std::nullopt;
    return domain::ConfirmPayment{
        .payment_key = payment_key,
        .order_id = payment.order_id,
        .amount_minor = payment.amount.minor,
    };
}

bool TossStand::happens(Outside what, const std::string& payment_key, Instant now) {
    if (what != Outside::given_back)
        return browser(std::string(path_of(what)), {{"paymentKey", payment_key}}, now).has_value();
    for (const auto key : console_keys) {
        ports::HttpRequest request;
        request.method = ports::HttpMethod::post;
        request.url = "/v1/payments/" + payment_key + "/cancel";
        request.headers = {
            {"Content-Type", "application/json"}, {"Authorization", std::string(key)}};
        request.body = R"({"cancelReason":"고객 요청"})";
        if (sandbox_.handle(request, now).reply.status == 200) return true;
    }
    return false;
}

std::vector<BookEntry> TossStand::books() const {
    std::vector<BookEntry> entries;
    for (auto& line : sandbox_.books()) {
        entries.push_back(
            {.payment_key = std::move(line.payment_key),
             .order_id = std::move(line.order_id),
             .captured = line.captured,
             .returned = line.returned}
        );
    }
    return entries;
}

std::optional<Post> TossStand::forge(const BookEntry& about, Dice& dice) const {
    const auto status =
        std::vector<std::string>{"DONE", "CANCELED", "ABORTED", "EXPIRED", "WAITING_FOR_DEPOSIT"}
            .at(dice.below(5));
    json::object body;
    if (dice.chance(300)) {
        body = {
            {"createdAt", "2026-01-02T12:00:00.1"},
            {"secret", "ps_forged"},
            {"status", status},
            {"transactionKey", "txrd_forged"},
            {"orderId", about.order_id}};
    } else {
        json::object data{
            {"paymentKey", about.payment_key},
            {"orderId", about.order_id},
            {"status", status},
            {"totalAmount", 1},
            {"balanceAmount", 1}};
        body = {
            {"eventType", "PAYMENT_STATUS_CHANGED"},
            {"createdAt", "2026-01-02T12:00:00.1"},
            {"data", std::move(data)}};
    }
    Post post;
    post.headers = {
        {"Content-Type", "application/json"},
        {"tosspayments-webhook-transmission-id", "whtrans_forged" + std::to_string(dice.next())}};
    post.body = json::serialize(body);
    return post;
}

}  // namespace gyeol::simulation
