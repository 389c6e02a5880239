#include "main/payment_server.hpp"

#include "base/limits.hpp"
#include "base/note.hpp"
#include "platform/digest.hpp"
#include "storage/sqlite_store.hpp"

#include <utility>

namespace gyeol::program {
namespace {

http::Site site_of(const Config& config) {
    http::Site site;
    site.public_url = config.public_url;
    site.frontend_url = config.frontend_url;
    site.merchant_name = config.merchant_name;
    site.serves_tls = !config.tls_cert_file.empty();
    site.shows_stripe = config.stripe.has_value();
    if (config.providers == Providers::sandbox) {
        site.mode = http::SiteMode::sandbox;
        site.sandbox_origin = http::origin_of(config.toss_api_url);
    } else {
        site.mode = config.live ? http::SiteMode::live : http::SiteMode::test;
    }
    return site;
}

std::optional<providers::toss::TossKeyPair> pair_of(const std::optional<TossKeyPair>& pair) {
    if (!pair) return std::nullopt;
    return providers::toss::TossKeyPair{pair->client_key, pair->secret_key};
}

providers::ProviderSettings provider_settings(const Config& config) {
    providers::ProviderSettings settings;
    settings.toss_keys = {
        .widget = pair_of(config.toss.widget), .api = pair_of(config.toss.window)};
    settings.toss_urls.api = config.toss_api_url;
    if (config.providers == Providers::sandbox) {
        settings.toss_urls.script_v2 = config.toss_api_url + "/v2/standard";
        settings.toss_urls.script_v1_widget = config.toss_api_url + "/v1/payment-widget";
        settings.toss_urls.script_v1_window = config.toss_api_url + "/v1/payment";
    }
    if (const auto& kakaopay = config.kakaopay) {
        settings.kakaopay = {
            .keys =
                {.secret_key = kakaopay->secret_key,
                 .onetime = {kakaopay->cid_onetime, kakaopay->cid_onetime_secret}},
            .api_url = config.kakaopay_api_url,
        };
    }
    if (const auto& stripe = config.stripe) {
        settings.stripe = {
            .keys =
                {.publishable_key = stripe->publishable_key,
                 .secret_key = stripe->secret_key,
                 .webhook_secrets = stripe->webhook_secrets},
            .urls = {},
        };
        settings.stripe->urls.api = config.stripe_api_url;
        if (config.providers == Providers::sandbox)
            settings.stripe->urls.script = config.stripe_api_url + "/endive/stripe.js";
    }
    return settings;
}

std::string hmac_sha256(const Secret& secret, std::string_view bytes) {
    return std::string(platform::text_of(platform::HmacSha256(secret).digest(bytes)));
}

http::ServerOptions server_options(const Config& config, const std::string& refusal_headers) {
    http::ListenerOptions listener;
    listener.address = config.listen_address;
    listener.port = config.port;
    if (!config.tls_cert_file.empty())
        listener.tls = http::TlsFiles{config.tls_cert_file, config.tls_key_file};
    http::ServerOptions options;
    options.listeners = {std::move(listener)};
    options.refusal_headers = refusal_headers;
    return options;
}

app::AppSettings app_settings(const Config& config) {
    return {
        .catalogue = domain::Catalogue(config.plans),
        .public_url = config.public_url,
        .token_life = config.jwt_life,
        .refunds = {.by_owner_within = config.refund_by_owner},
        .administrator = config.mail.administrator,
        .endpoint_place = config.private_endpoints ? domain::EndpointPlace::inside_too
                                                   : domain::EndpointPlace::public_only,
    };
}

}  // namespace

PaymentServer::PaymentServer(const Config& config, const PaymentServerParts& parts, http::Site site)
    : clock_(parts.clock),
      site_(std::move(site)),
      gate_(parts.loop.get_executor()),
      cipher_(config.encryption_keys),
      ids_(config.derivation_secret),
      passwords_(parts.loop.get_executor(), {}),
      tokens_(config.jwt_secret),
      providers_(providers::make_providers(
          provider_settings(config),
          {.http = parts.http_client, .clock = parts.clock, .ids = ids_, .hmac = hmac_sha256}
      )) {}

PaymentServer::~PaymentServer() = default;

Result<std::unique_ptr<PaymentServer>> PaymentServer::open(
    const Config& config, const PaymentServerParts& parts
) {
    std::unique_ptr<PaymentServer> server(new PaymentServer(config, parts, site_of(config)));
    auto store = storage::open_sqlite_store(
        {.folder = config.data_dir, .vfs = {}}, server->cipher_, parts.loop.get_executor()
    );
    if (!store) return store.error();
    server->store_ = std::move(*store);

    std::vector<ports::Provider*> providers;
    for (const auto name : server->providers_.names())
        providers.push_back(server->providers_.find(name));
    server->app_ = std::make_unique<app::App>(
        app::AppPorts{
            .store = *server->store_,
            .clock = parts.clock,
            .ids = server->ids_,
            .passwords = server->passwords_,
            .tokens = server->tokens_,
            .payment_log = parts.payment_log,
            .gate = server->gate_,
            .providers = std::move(providers),
            .endpoint_client = &parts.endpoint_client,
            .mailer = parts.mailer,
        },
        app_settings(config)
    );
    server->handlers_ = std::make_unique<http::Handlers>(http::Counter{
        *server->app_, parts.clock, parts.files, server->site_});
    server->request_gate_ =
        std::make_unique<http::RequestGate>(*server->app_, *server->handlers_, server->site_);
    const auto& headers = server->request_gate_->refusal_headers();
    http::Handler* entrance = server->request_gate_.get();
    if (config.providers == Providers::sandbox) {
        server->test_clock_ =
            std::make_unique<TestClock>(parts.clock, *server->request_gate_, headers);
        entrance = server->test_clock_.get();
    }
    server->server_ = std::make_unique<http::Server>(
        parts.loop, parts.clock, server_options(config, headers), *entrance
    );
    if (const auto opened = server->server_->open(); !opened) return opened.error();
    return server;
}

void PaymentServer::start() {
    server_->start();
    gate_.spawn("reconciler", app_->run_reconciler(stop_reconciling_));
    gate_.spawn("courier", app_->run_courier(stop_reconciling_));
}

Task<> PaymentServer::stop() {
    const auto deadline = clock_.now() + limits::drain_within;
    handlers_->begin_stop();
    stop_reconciling_.set();
    app_->wake_courier();
    // Requests first: a confirm that waits for its attempt is answered before the gate closes.
    const bool requests_ended = co_await server_->stop(deadline);
    gate_.close();
    const bool work_ended = co_await gate_.wait_empty(clock_, deadline);
    if (!requests_ended || !work_ended) note(NoteLevel::warning, "stop.cut_off");
}

std::uint16_t PaymentServer::port() const {
    return server_->port(0);
}

}  // namespace gyeol::program
