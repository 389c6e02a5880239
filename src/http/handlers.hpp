// One method for each row of routes.cpp: it parses, calls one method of the app, writes. Who may call
// was decided by the gate; what is allowed about payments is decided by the domain.
#pragma once

#include "app/app.hpp"
#include "base/result.hpp"
#include "http/message.hpp"
#include "http/site.hpp"
#include "http/static_files.hpp"
#include "ports/clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gyeol::http {

/// One request that passed the gate.
struct Call {
    Request request;
    std::vector<std::string> parameters;  // What the `{}` of the route stand for.
    std::optional<app::Caller> caller;    // Always there on routes for users.
    std::string idempotency_key;          // Empty when none was sent.
};

/// What the handlers speak for. Everything is owned by `main` and outlives them.
struct Counter {
    app::App& app;
    ports::Clock& clock;
    const StaticFiles& files;
    const Site& site;
};

class Handlers {
public:
    using Handle = Task<Result<Response>> (Handlers::*)(Call);

    explicit Handlers(Counter counter)
        : app_(counter.app), clock_(counter.clock), files_(counter.files), site_(counter.site) {}

    Handlers(const Handlers&) = delete;
    Handlers& operator=(const Handlers&) = delete;

    /// `/readyz` answers no from now on, so that nobody sends new work while the server drains.
    void begin_stop() { stopping_ = true; }

    // account_handlers.cpp
    Task<Result<Response>> register_user(Call call);
    Task<Result<Response>> sign_in(Call call);
    Task<Result<Response>> sign_out(Call call);
    Task<Result<Response>> change_password(Call call);
    Task<Result<Response>> read_profile(Call call);
    Task<Result<Response>> update_profile(Call call);

    // payment_handlers.cpp
    Task<Result<Response>> start_payment(Call call);
    Task<Result<Response>> list_payments(Call call);
    Task<Result<Response>> read_payment(Call call);
    Task<Result<Response>> cancel_payment(Call call);
    Task<Result<Response>> refund_payment(Call call);
    Task<Result<Response>> confirm_payment(Call call);
    Task<Result<Response>> read_checkout(Call call);
    Task<Result<Response>> confirm_checkout(Call call);
    Task<Result<Response>> receive_toss_webhook(Call call);
    Task<Result<Response>> receive_stripe_webhook(Call call);

    // ledger_handlers.cpp
    Task<Result<Response>> read_ledger(Call call);

    // outbox_handlers.cpp
    Task<Result<Response>> list_endpoints(Call call);
    Task<Result<Response>> add_endpoint(Call call);
    Task<Result<Response>> remove_endpoint(Call call);
    Task<Result<Response>> enable_endpoint(Call call);
    Task<Result<Response>> disable_endpoint(Call call);
    Task<Result<Response>> rotate_endpoint_secret(Call call);
    Task<Result<Response>> list_deliveries(Call call);
    Task<Result<Response>> replay_delivery(Call call);

    // public_handlers.cpp
    Task<Result<Response>> read_config(Call call);
    Task<Result<Response>> list_plans(Call call);
    Task<Result<Response>> list_methods(Call call);
    Task<Result<Response>> receive_csp_report(Call call);
    Task<Result<Response>> tell_alive(Call call);
    Task<Result<Response>> tell_ready(Call call);
    Task<Result<Response>> tell_name(Call call);
    Task<Result<Response>> read_openapi(Call call);
    Task<Result<Response>> show_checkout(Call call);
    Task<Result<Response>> read_asset(Call call);

private:
    Task<Result<Response>> receive_webhook(domain::ProviderName provider, Call call);
    Task<Result<Response>> change_endpoint(Call call, app::EndpointChange change);
    [[nodiscard]] Response answer_signed_in(int status, const app::SignedIn& signed_in) const;

    app::App& app_;
    ports::Clock& clock_;
    const StaticFiles& files_;
    const Site& site_;
    bool stopping_ = false;
    Instant reports_since_{};
    int reports_ = 0;
};

}  // namespace gyeol::http
