#include "simulation/intent_books.hpp"

#include "base/json.hpp"
#include "sandbox/id_maker.hpp"

#include <utility>

namespace gyeol::simulation {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr Millis open_life = 2h;
constexpr Millis authorised_life = 10min;

ports::HttpReply answer(int status, const json::object& body) {
    return {status, {{"Content-Type", "application/json"}}, json::serialize(body)};
}

ports::HttpReply answer(int status, const Intent& intent) {
    json::array returns;
    for (std::size_t at = 0; at < intent.returns.size(); ++at) {
        returns.push_back(json::object{
            {"id", intent.id + "_re_" + std::to_string(at + 1)},
            {"amount", intent.returns[at].amount},
            {"number", intent.returns[at].refund_number}});
    }
    return answer(
        status,
        {{"id", intent.id},
         {"order", intent.order_id},
         {"amount", intent.amount},
         {"state", word(intent.state)},
         {"captured", intent.captured},
         {"returned", intent.returned()},
         {"returns", std::move(returns)}}
    );
}

ports::HttpReply refund(Intent& intent, const ports::HttpRequest& request) {
    const auto body = parse_json_object(request.body);
    if (!body) return answer(400, json::object{{"error", "invalid"}});
    const auto amount = find_whole(*body, "amount").value_or(0);
    if (amount <= 0 || amount > intent.captured - intent.returned()) return answer(409, intent);
    const auto number = static_cast<int>(find_whole(*body, "number").value_or(0));
    intent.returns.push_back({amount, number});
    return answer(200, intent);
}

}  // namespace

std::string_view word(IntentState state) {
    switch (state) {
        case IntentState::open:
            return "open";
        case IntentState::authorised:
            return "authorised";
        case IntentState::captured:
            return "captured";
        case IntentState::cancelled:
            return "cancelled";
    }
    return "open";
}

std::int64_t Intent::returned() const {
    std::int64_t sum = 0;
    for (const auto& one : returns)
        sum += one.amount;
    return sum;
}

Intent* IntentBooks::find(const std::string& id, Instant now) {
    const auto found = intents_.find(id);
    if (found == intents_.end()) return nullptr;
    auto& intent = found->second;
    if (intent.state != IntentState::captured && now >= intent.lapses_at)
        intent.state = IntentState::cancelled;
    return &intent;
}

ports::HttpReply IntentBooks::create(const json::object& body, Instant now) {
    const auto order_id = find_text(body, "order").value_or("");
    const auto id = "int_" + order_id;
    if (const auto* known = find(id, now)) return answer(200, *known);
    Intent intent;
    intent.id = id;
    intent.order_id = order_id;
    intent.amount = find_whole(body, "amount").value_or(0);
    intent.captures_itself = sandbox::fingerprint(order_id) % 2 == 0;
    intent.lapses_at = now + open_life;
    return answer(200, intents_.emplace(id, std::move(intent)).first->second);
}

ports::HttpReply IntentBooks::act(
    Intent& intent, std::string_view what, const ports::HttpRequest& request
) {
    if (what == "cancel") {
        if (intent.state != IntentState::captured) intent.state = IntentState::cancelled;
        return answer(200, intent);
    }
    const std::string key(ports::find_header(request.headers, "Idempotency-Key"));
    if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
    ports::HttpReply reply;
    if (what == "refund") {
        reply = refund(intent, request);
    } else if (intent.captures_itself && intent.state == IntentState::captured) {
        reply = answer(200, intent);
    } else if (intent.state == IntentState::authorised || intent.state == IntentState::captured) {
        // Under another key this is another capture: nobody here remembers the first.
        intent.state = IntentState::captured;
        intent.captured += intent.amount;
        reply = answer(200, intent);
    } else {
        return answer(409, intent);
    }
    answers_.emplace(key, reply);
    return reply;
}

ports::HttpReply IntentBooks::handle(const ports::HttpRequest& request, Instant now) {
    if (ports::find_header(request.headers, "Authorization") != "Bearer shop")
        return answer(401, json::object{{"error", "keys"}});
    constexpr std::string_view root = "/intents";
    auto path = request.url.substr(root.size());
    if (path.empty()) {
        const auto body = parse_json_object(request.body);
        if (!body) return answer(400, json::object{{"error", "invalid"}});
        return create(*body, now);
    }
    path.erase(0, 1);
    const auto slash = path.find('/');
    auto* intent = find(path.substr(0, slash), now);
    if (intent == nullptr) return answer(404, json::object{{"error", "absent"}});
    if (slash == std::string::npos) return answer(200, *intent);
    return act(*intent, std::string_view(path).substr(slash + 1), request);
}

bool IntentBooks::pay(const std::string& id, Instant now) {
    auto* intent = find(id, now);
    if (intent == nullptr || intent->state != IntentState::open) return false;
    if (intent->captures_itself) {
        intent->state = IntentState::captured;
        intent->captured = intent->amount;
    } else {
        intent->state = IntentState::authorised;
        intent->lapses_at = now + authorised_life;
    }
    return true;
}

bool IntentBooks::give_back(const std::string& id, Instant now) {
    auto* intent = find(id, now);
    if (intent == nullptr || intent->captured == intent->returned()) return false;
    intent->returns.push_back({intent->captured - intent->returned(), 0});
    return true;
}

std::vector<Intent> IntentBooks::intents() const {
    std::vector<Intent> all;
    for (const auto& [id, intent] : intents_)
        all.push_back(intent);
    return all;
}

}  // namespace gyeol::simulation
