#include "sandbox/spoil.hpp"

#include "base/json.hpp"

namespace gyeol::sandbox {
namespace {

/// A gateway's own page, as it stands in front of a service that is down.
constexpr std::string_view gateway_page =
    "<html><head><title>502 Bad Gateway</title></head><body>502</body></html>";

}  // namespace

void spoil(ports::HttpReply& reply, FaultKind kind, const ServerError& error) {
    switch (kind) {
        case FaultKind::none:
        case FaultKind::refuse_connection:
        case FaultKind::lose_request:
        case FaultKind::drop_reply:
        case FaultKind::delay:
            return;
        case FaultKind::error_after_execute:
            reply.status = error.status;
            reply.body = error.body;
            return;
        case FaultKind::answer_html:
            reply.headers.front().value = "text/html";
            reply.body = gateway_page;
            return;
        case FaultKind::cut_json:
            reply.body.resize(reply.body.size() / 2);
            return;
        case FaultKind::empty_body:
            reply.body.clear();
            return;
        case FaultKind::unknown_status: {
            auto object = parse_json_object(reply.body);
            if (!object) return;
            (*object)["status"] = "PARTLY_MOONLIT";
            reply.status = 200;
            reply.body = boost::json::serialize(*object);
            return;
        }
    }
}

}  // namespace gyeol::sandbox
