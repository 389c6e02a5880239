#include "simulation/scene.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::simulation {
namespace {

constexpr Instant opening_day{Millis(1'767'322'800'000)};  // 2026-01-02T12:00:00+09:00

}  // namespace

Task<Result<std::string>> NoPasswords::hash(Secret /*password*/) {
    co_return Error{ErrorCode::unavailable, "busy", "Nobody signs in here.", {}, {}};
}

Task<Result<bool>> NoPasswords::verify(Secret /*password*/, std::string /*stored*/) {
    co_return Error{ErrorCode::unavailable, "busy", "Nobody signs in here.", {}, {}};
}

Scene::Scene(Plan made_of, bool keeps_story)
    : plan(std::move(made_of)),
      clock(opening_day),
      trace(opening_day, keeps_story),
      weather(plan),
      ids(Dice(plan.seed).fork(3).next()),
      tokens(Secret("a signing secret for tests, 32 bytes")),
      store(cipher),
      stands(make_stands(Dice(plan.seed).fork(4).next())) {
    store.test_on_stored([this](const domain::Aggregate& record) { chronicle.stored(record); });
}

std::optional<std::size_t> Scene::find_stand(const std::string& url) const {
    for (std::size_t at = 0; at < stands.size(); ++at) {
        if (url.starts_with(stands[at]->url())) return at;
    }
    return std::nullopt;
}

std::optional<Instant> Scene::next_due() const {
    const auto payment = store.test_next_due(domain::RecordKind::payments);
    const auto webhook = store.test_next_due(domain::RecordKind::inbox);
    if (!payment || !webhook) return payment ? payment : webhook;
    return std::min(*payment, *webhook);
}

}  // namespace gyeol::simulation
