// What stands between a request and its handler: is there such a thing, who asks, may this page ask,
// was it asked before. Everything here is the same for all routes; routes.cpp says which parts apply.
#pragma once

#include "app/app.hpp"
#include "http/handlers.hpp"
#include "http/message.hpp"
#include "http/routes.hpp"
#include "http/site.hpp"

#include <string>
#include <string_view>

namespace gyeol::http {

/// Guards, in this order, the first that objects wins: a path that is none (400), nothing there (404),
/// another method (405), another content type (415), nobody signed in (401), a foreign page riding on a
/// cookie (403), a repeat under an idempotency key (409, 422, or the stored answer).
class RequestGate final : public Handler {
public:
    /// Everything is owned by `main` and outlives the gate.
    RequestGate(app::App& app, Handlers& handlers, const Site& site);

    Task<Response> handle(Request request) override;

    /// Returns the header lines for answers that never came here, such as a refused request.
    [[nodiscard]] const std::string& refusal_headers() const { return api_headers_; }

private:
    struct Presented;

    Task<Result<Response>> pass(Request request, Found found);
    Task<Result<Response>> run_once(const Route* route, Call call);
    Task<Result<Response>> run(const Route* route, Call call);

    [[nodiscard]] Result<Presented> read_identity(const Request& request) const;
    [[nodiscard]] Response answer_options(const Request& request, const Found& found) const;
    [[nodiscard]] bool is_from_shop(const Request& request) const;
    [[nodiscard]] std::string_view headers_for(AnswerKind kind, int status, bool from_shop) const;

    app::App& app_;
    Handlers& handlers_;
    std::string shop_origin_;
    std::string own_origin_;
    std::string api_headers_;
    std::string api_headers_for_shop_;
    std::string page_headers_;
    std::string asset_headers_;
    std::string asset_headers_for_shop_;
};

}  // namespace gyeol::http
