#include "simulation/world.hpp"

#include "base/note.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

namespace gyeol::simulation {
namespace {

using namespace std::chrono_literals;

/// Two days, and a little more for what is looked at daily.
constexpr Millis quiet_for = 50h;
/// Far above what any run needs at one instant; past it somebody runs in circles.
constexpr std::size_t steps_at_once_max = 1'000'000;

/// Runs `task`, which suspends nowhere, and returns what it came to.
template <typename T>
T run_at_once(boost::asio::io_context& io, Task<T> task) {
    std::optional<T> value;
    boost::asio::co_spawn(io, std::move(task), [&value](const std::exception_ptr& failure, T made) {
        if (failure) std::rethrow_exception(failure);
        value.emplace(std::move(made));
    });
    io.restart();
    while (!value && io.poll_one() > 0) {
    }
    if (!value) throw std::logic_error("a task of the audit suspended");
    return std::move(*value);
}

/// Notes are part of the story, and a broken law is a finding, for as long as this lives.
class Listener {
public:
    explicit Listener(Scene& scene)
        : before_(replace_note_sink(
              [this, &scene](
                  NoteLevel level, std::string_view name, const std::vector<NoteField>& fields
              ) {
                  // A build with test points ends at a broken law: somebody must hear of it before.
                  if (name == "invariant.broken" && before_) before_(level, name, fields);
                  hear(scene, level, name, fields);
              }
          )) {}

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    ~Listener() { replace_note_sink(std::move(before_)); }

private:
    static void hear(
        Scene& scene, NoteLevel level, std::string_view name, const std::vector<NoteField>& fields
    ) {
        if (name == "invariant.broken") {
            const auto law = fields.empty() ? std::string() : fields.front().value;
            scene.chronicle.found("a law was broken: " + law.substr(0, law.find(" (")));
        }
        if (level < NoteLevel::warning) return;
        std::string line(name);
        for (const auto& field : fields) {
            // The place of a broken law is another one in another build.
            if (field.name != "law") line += fmt::format(" {}={}", field.name, field.value);
        }
        scene.says("note: " + line);
    }

    NoteSink before_;
};

}  // namespace

World::World(Plan plan, bool keeps_story)
    : scene_(std::move(plan), keeps_story),
      turns_(Dice(scene_.plan.seed).fork(5)),
      town_(scene_),
      carrier_(town_),
      weather_maker_(town_),
      outsiders_(town_, carrier_) {}

void World::let_people_in() {
    for (const auto& node : town_.nodes())
        node->start();
    for (const auto number : scene_.plan.buyers) {
        buyers_.push_back(std::make_unique<Buyer>(town_, number));
        town_.let_live(buyers_.back()->live());
    }
    for (const auto number : scene_.plan.operators) {
        operators_.push_back(std::make_unique<ShopOperator>(town_, number));
        town_.let_live(operators_.back()->live());
    }
    outsiders_.come();
    weather_maker_.come();
}

bool World::step_of(std::size_t party) {
    if (party < town_.nodes().size()) return town_.nodes()[party]->step();
    if (party == town_.nodes().size()) {
        scene_.io.restart();
        return scene_.io.poll_one() > 0 || scene_.clock.run_next_due();
    }
    return carrier_.take_due();
}

bool World::step() {
    const auto parties = town_.nodes().size() + 2;
    const auto first = turns_.below(parties);
    for (std::size_t turn = 0; turn < parties; ++turn) {
        if (step_of((first + turn) % parties)) return true;
    }
    return false;
}

std::optional<Instant> World::next_at() const {
    auto next = carrier_.next_at();
    const auto sooner = [&next](std::optional<Instant> at) {
        if (at) next = next ? std::min(*next, *at) : *at;
    };
    sooner(scene_.clock.next_call());
    for (const auto& node : town_.nodes())
        sooner(node->next_at());
    return next;
}

void World::move_to(Instant now) {
    if (now <= scene_.now()) return;
    scene_.clock.test_set_now(now);
    for (const auto& node : town_.nodes())
        node->follow_time();
}

void World::run_until(Instant end) {
    std::size_t steps = 0;
    while (true) {
        while (step()) {
            if (++steps < steps_at_once_max) continue;
            scene_.chronicle.found("the world does not come to rest: somebody runs in circles");
            return;
        }
        const auto next = next_at();
        if (!next || *next > end) break;
        if (*next > scene_.now()) steps = 0;
        move_to(*next);
    }
    move_to(end);
}

Evidence World::gather_evidence() {
    Evidence evidence;
    evidence.now = scene_.now();
    std::optional<ports::PageCursor> after;
    do {
        auto page = run_at_once(scene_.io, scene_.store.list_payments({}, after, 100));
        if (!page) throw std::logic_error("the store cannot list: " + page.error().reason);
        for (auto& payment : page->payments)
            evidence.payments.push_back(std::move(payment));
        after = page->next;
    } while (after);
    std::optional<ports::LedgerCursor> behind;
    while (true) {
        auto page = run_at_once(scene_.io, scene_.store.scan_ledger(behind, 100));
        if (!page)
            throw std::logic_error("the store cannot walk its ledger: " + page.error().reason);
        if (page->empty()) break;
        behind = ports::LedgerCursor{page->back().payment_id, page->back().number};
        for (auto& entry : *page)
            evidence.ledger.push_back(std::move(entry));
    }
    for (const auto& stand : scene_.stands) {
        for (auto& entry : stand->books())
            evidence.books.push_back(std::move(entry));
    }
    const auto unread =
        run_at_once(scene_.io, scene_.store.due(domain::RecordKind::inbox, scene_.now(), 1000));
    evidence.unread_webhooks = unread ? unread->size() : 0;
    return evidence;
}

Report World::run() {
    const Listener listener(scene_);
    let_people_in();
    run_until(scene_.now() + scene_.plan.busy_for);
    scene_.says("everything is quiet from here on");
    scene_.weather.clear_up();
    for (const auto& node : town_.nodes())
        node->recover();
    run_until(scene_.now() + quiet_for);

    const auto evidence = gather_evidence();
    Report report;
    report.findings = audit(evidence, scene_.chronicle);
    for (auto& finding : audit_ledger(evidence))
        report.findings.push_back(std::move(finding));
    report.hash = scene_.trace.hash();
    report.payments = evidence.payments.size();
    for (const auto& payment : evidence.payments) {
        if (payment.captured.minor > 0) ++report.completed;
    }
    report.story = scene_.trace.lines();
    return report;
}

}  // namespace gyeol::simulation
