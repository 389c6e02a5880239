// The edge of one process, as far as money depends on it: webhooks come in, and under an Idempotency-Key the
// first request runs and its repeats get the stored answer. The real edge (src/http/gate.cpp) does the same with HTTP around it.
#pragma once

#include "app/app.hpp"

#include <string>
#include <vector>

namespace gyeol::simulation {

/// What a caller is told.
struct DeskAnswer {
    std::string text;
    bool is_replay = false;
};

/// Lives and dies with its process.
class Desk {
public:
    explicit Desk(app::App& app) : app_(app) {}

    /// Runs the refund unless `key` was used before. Fails as `App::begin_request` does.
    Task<Result<DeskAnswer>> refund_once(
        domain::User caller, domain::PaymentId id, domain::RequestRefund request, std::string key
    );

    /// Stores a webhook; true when it may be acknowledged. Fails as `App::receive_webhook` does.
    Task<Result<bool>> receive_webhook(
        domain::ProviderName provider, std::vector<ports::HttpHeader> headers, std::string body
    );

private:
    app::App& app_;
};

}  // namespace gyeol::simulation
