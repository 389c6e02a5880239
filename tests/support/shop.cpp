#include "support/shop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gyeol::test {
namespace {

namespace json = boost::json;

constexpr auto toss_url = "http://toss.test/toss";
constexpr auto webhook_url = "http://shop.test/api/payment/webhook";
constexpr Instant opening_day{Millis(1'767'322'800'000)};  // 2026-01-02T12:00:00+09:00

providers::toss::TossKeys shop_keys() {
    return {
        .widget = providers::toss::TossKeyPair{"test_gck_shop", Secret("test_gsk_shop")},
        .api = providers::toss::TossKeyPair{"test_ck_shop", Secret("test_sk_shop")},
    };
}

providers::toss::TossUrls sandbox_urls() {
    providers::toss::TossUrls urls;
    urls.api = toss_url;
    return urls;
}

domain::Catalogue catalogue() {
    return domain::Catalogue({
        {.id = "basic",
         .name = "성격 검사 Basic",
         .description = {},
         .amount = {9'900, domain::Currency::krw}},
        {.id = "plus",
         .name = "성격 검사 Plus",
         .description = {},
         .amount = {19'900, domain::Currency::krw}},
    });
}

}  // namespace

sandbox::toss::Options Shop::sandbox_options() {
    sandbox::toss::Options options;
    options.key_pairs = {
        {.client_key = "test_gck_shop", .secret_key = "test_gsk_shop"},
        {.client_key = "test_ck_shop", .secret_key = "test_sk_shop"},
    };
    options.webhooks.url = webhook_url;
    options.shop_origins = {"http://shop.test"};
    return options;
}

Shop::Life::Life(Shop& shop, Instant start)
    : clock(start),
      gate(io.get_executor()),
      road(clock),
      store(shop.store_, road),
      http(
          clock,
          toss_url,
          [&shop](const ports::HttpRequest& request, Instant now) {
              return shop.sandbox_.handle(request, now);
          }
      ),
      site(shop.merchant_, clock),
      toss(shop_keys(), sandbox_urls(), {.http = http, .clock = clock, .ids = shop.ids_}),
      app(std::make_unique<app::App>(
          app::AppPorts{
              .store = store,
              .clock = clock,
              .ids = shop.ids_,
              .passwords = shop.passwords_,
              .tokens = shop.tokens_,
              .payment_log = shop.payment_log_,
              .gate = gate,
              .providers = shop.with_others(toss),
              .endpoint_client = &site,
              .mailer = shop.mails_.are_sent ? &shop.mailer_ : nullptr,
          },
          app::AppSettings{
              .catalogue = catalogue(),
              .public_url = "http://shop.test",
              .refunds = {.by_owner_within = std::chrono::hours(24)},
              .administrator = shop.mails_.administrator,
          }
      )) {}

std::vector<ports::Provider*> Shop::with_others(ports::Provider& first) const {
    std::vector<ports::Provider*> all{&first};
    all.insert(all.end(), others_.begin(), others_.end());
    return all;
}

Shop::Life::~Life() {
    // The suspended coroutines hold handlers inside the clock; they go with the process.
    clock.test_drop_calls();
}

Shop::Shop(sandbox::toss::Options options, std::vector<ports::Provider*> others, Mails mails)
    : mails_(std::move(mails)),
      sandbox_(std::move(options)),
      others_(std::move(others)),
      life_(std::make_unique<Life>(*this, opening_day)) {
    store_.test_on_stored([this](const domain::Aggregate& record) { chronicle_.stored(record); });
}

Shop::~Shop() {
    test_set_point_visitor({});
}

domain::User Shop::registers(std::string email) {
    const auto signed_in = runs(app().register_user({
        .email = std::move(email),
        .password = Secret("a long enough password"),
        .name = "김결",
        .phone = {},
    }));
    if (!signed_in) throw std::logic_error("registering failed: " + signed_in.error().reason);
    return signed_in->user;
}

Result<app::SignedIn> Shop::signs_in(std::string email, std::string password, std::string address) {
    return runs(app().sign_in(
        {.email = std::move(email),
         .password = Secret(std::move(password)),
         .address = std::move(address)}
    ));
}

Order Shop::starts(const domain::User& buyer, std::string plan_id) {
    auto checkout =
        runs(app().start_payment(buyer, {.plan_id = std::move(plan_id), .idempotency_key = {}}));
    if (!checkout) throw std::logic_error("starting failed: " + checkout.error().reason);
    Order order{std::move(*checkout), {}};
    name_secret("checkout-token", order.token());
    return order;
}

json::object Shop::browser(std::string_view path, json::object body) {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = std::string("/browser/").append(path);
    request.body = json::serialize(body);
    request.headers = {{"Content-Type", "application/json"}, {"Origin", "http://shop.test"}};
    const auto handled = sandbox_.handle(request, now());
    auto answer = parse_json_object(handled.reply.body);
    if (handled.reply.status >= 300 || !answer) {
        throw std::logic_error("the provider's window refused: " + handled.reply.body);
    }
    return std::move(*answer);
}

Order Shop::authenticates(Order order, Means means, std::string outcome) {
    const auto& payment = order.checkout.payment;
    const auto opened = browser(
        "sessions",
        {{"clientKey", order.checkout.browser.client_key},
         {"flow", word(payment.flow)},
         {"customerKey", payment.customer_key},
         {"amount", payment.amount.minor},
         {"orderId", payment.order_id},
         {"orderName", payment.order_name},
         {"successUrl", order.checkout.success_url},
         {"failUrl", order.checkout.fail_url}}
    );
    order.payment_key = find_text(opened, "paymentKey").value_or("");
    json::object choice;
    if (means == Means::card) {
        choice = {{"method", "CARD"}, {"cardNumber", "4242424242424242"}};
    } else {
        choice = {{"method", "VIRTUAL_ACCOUNT"}, {"bank", "88"}, {"customerName", "김결"}};
    }
    if (!outcome.empty()) choice["outcome"] = outcome;
    browser("sessions/" + order.payment_key + "/authenticate", std::move(choice));
    return order;
}

Result<domain::Payment> Shop::confirms(const Order& order) {
    return confirms(order, order.checkout.payment.amount.minor);
}

Result<domain::Payment> Shop::confirms(const Order& order, std::int64_t amount_minor) {
    return runs(app().confirm_payment(
        {.owner = std::nullopt, .checkout_token = order.token()},
        {.payment_key = order.payment_key,
         .order_id = order.order_id(),
         .amount_minor = amount_minor}
    ));
}

Order Shop::pays(const domain::User& buyer, Means means, std::string plan_id) {
    auto order = authenticates(starts(buyer, std::move(plan_id)), means);
    const auto confirmed = confirms(order);
    if (!confirmed) throw std::logic_error("confirming failed: " + confirmed.error().reason);
    return order;
}

domain::Endpoint Shop::listens(std::string url, std::vector<std::string> events) {
    const auto added =
        runs(app().add_endpoint(an_operator(), {.url = std::move(url), .events = std::move(events)})
        );
    if (!added) throw std::logic_error("the endpoint was refused: " + added.error().reason);
    name_secret("webhook-secret", added->secret.reveal());
    return *added;
}

domain::User Shop::an_operator() {
    domain::User user;
    user.role = "operator";
    return user;
}

Result<domain::Payment> Shop::refunds(
    const domain::User& who, const Order& order, std::int64_t amount_minor
) {
    const auto stored = payment(order);
    domain::RequestRefund request;
    request.amount_minor = amount_minor;
    request.expected_balance_minor = domain::refundable(stored).minor;
    request.reason = "고객 요청 " + std::to_string(++refunds_asked_);
    if (stored.method == domain::PaymentMethod::virtual_account)
        request.account = domain::RefundAccount{"88", "110123456789", "김결"};
    return runs(app().refund_payment(who, order.id(), std::move(request)));
}

void Shop::at_the_provider(std::string path, json::object body) {
    ports::HttpRequest request;
    request.method = ports::HttpMethod::post;
    request.url = std::move(path);
    request.headers = {
        {"Content-Type", "application/json"},
        {"Authorization", "Basic dGVzdF9nc2tfc2hvcDo="},  // test_gsk_shop and a colon.
    };
    request.body = json::serialize(body);
    const auto handled = sandbox_.handle(request, now());
    if (handled.reply.status != 200)
        throw std::logic_error("the provider refused: " + handled.reply.body);
}

void Shop::lost_confirm_arrives(const Order& order) {
    at_the_provider(
        "/v1/payments/confirm",
        {{"paymentKey", order.payment_key},
         {"orderId", order.order_id()},
         {"amount", order.checkout.payment.amount.minor}}
    );
}

void Shop::returned_in_the_console(const Order& order) {
    at_the_provider(
        "/v1/payments/" + order.payment_key + "/cancel", {{"cancelReason", "고객 요청"}}
    );
}

void Shop::at_the_bank(const std::string& what, const Order& order) {
    browser("bank/" + what, {{"paymentKey", order.payment_key}});
    settles_down();
}

domain::Payment Shop::payment(domain::PaymentId id) {
    const auto loaded = runs(ports::load_as<domain::Payment>(store_, id.raw()));
    if (!loaded || !*loaded) throw std::logic_error("there is no such payment");
    return **loaded;
}

std::int64_t Shop::taken(const std::string& order_id) const {
    std::int64_t sum = 0;
    for (const auto& line : sandbox_.books()) {
        if (line.order_id == order_id) sum += line.captured - line.returned;
    }
    return sum;
}

int Shop::captures(const std::string& order_id) const {
    const auto books = sandbox_.books();
    return static_cast<int>(std::count_if(
        books.begin(),
        books.end(),
        [&order_id](const auto& line) { return line.order_id == order_id && line.captured > 0; }
    ));
}

void Shop::deliver_webhooks() {
    auto deliveries = sandbox_.due_webhooks(now());
    for (const auto& delivery : deliveries)
        under_way_.insert(delivery.id);
    for (const auto& delivery : deliveries) {
        int status = 0;
        if (webhooks_arrive_) {
            const auto pending = begins(
                app().receive_webhook(domain::ProviderName::toss, delivery.headers, delivery.body)
            );
            life_->clock.run_until_idle(life_->io);
            if (pending->failure) std::rethrow_exception(pending->failure);
            const bool stored = pending->value && pending->value->has_value();
            status = stored ? 200 : 503;
        }
        under_way_.erase(delivery.id);
        sandbox_.webhook_answered(delivery.id, status, now());
    }
}

void Shop::settles_down() {
    life_->clock.run_until_idle(life_->io);
    deliver_webhooks();
    life_->clock.run_until_idle(life_->io);
}

void Shop::reconciles() {
    if (!life_->round || life_->round->ended()) {
        if (life_->round && life_->round->failure) std::rethrow_exception(life_->round->failure);
        life_->round = begins(app().reconcile_due());
    }
    settles_down();
    delivers();
}

void Shop::delivers() {
    // As the courier does: another look as long as the last one found something.
    constexpr int rounds_max = 50;
    for (int round = 0; round < rounds_max; ++round) {
        auto& courier = life_->courier;
        if (courier && !courier->ended()) return;
        if (courier && courier->failure) std::rethrow_exception(courier->failure);
        courier = begins(app().deliver_due());
        settles_down();
        if (!courier->value || *courier->value == 0) return;
    }
}

void Shop::passes(Millis time) {
    // The reconciler may be late by a step: nothing depends on its being punctual.
    const Millis step = time > std::chrono::minutes(10) ? Millis(std::chrono::minutes(5))
                                                        : Millis(std::chrono::seconds(1));
    const auto until = now() + time;
    reconciles();
    while (now() < until) {
        auto next = std::min(until, now() + step);
        if (const auto call = life_->clock.next_call()) next = std::min(next, *call);
        if (const auto event = sandbox_.next_event_at()) next = std::min(next, *event);
        life_->clock.advance_to(life_->io, std::max(next, now() + Millis(1)));
        reconciles();
    }
}

void Shop::restarts_with(std::vector<ports::Provider*> others) {
    others_ = std::move(others);
    crashes();
}

void Shop::crashes() {
    const auto at = now();
    test_set_point_visitor({});
    life_.reset();
    // A webhook that met the crash was never answered: the provider sends it again.
    for (const auto id : std::exchange(under_way_, {}))
        sandbox_.webhook_answered(id, 0, at);
    life_ = std::make_unique<Life>(*this, at);
}

}  // namespace gyeol::test
