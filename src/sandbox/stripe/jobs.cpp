#include "sandbox/stripe/jobs.hpp"

#include "sandbox/stripe/charge.hpp"
#include "sandbox/stripe/checkout.hpp"
#include "sandbox/stripe/dispute.hpp"
#include "sandbox/stripe/payment_attempt.hpp"
#include "sandbox/stripe/refund.hpp"

namespace gyeol::sandbox::stripe {
namespace {

void settle_later(World& world, Thing& charge, Instant now) {
    settle_charge(world, charge, now);
    world.changed(charge);
    world.announce("charge.updated", charge, now, {{"balance_transaction", nullptr}});
}

/// Nobody captured in time: the provider gives the hold up itself.
void lapse_hold(World& world, Thing& intent, Instant now) {
    if (intent.status() != "requires_capture") return;
    auto& charge = *world.books.find(intent.text("latest_charge"));
    cancel_payment(world, intent, "automatic", now);
    world.announce("charge.expired", charge, now);
}

void perform(World& world, const Job& job) {
    auto& subject = *world.books.find(job.subject);
    switch (job.deed) {
        case Deed::settle_charge:
            return settle_later(world, subject, job.due);
        case Deed::lapse_hold:
            return lapse_hold(world, subject, job.due);
        case Deed::succeed_refund:
            return succeed_refund(world, subject, job.due);
        case Deed::fail_refund:
            return fail_refund(world, subject, job.due);
        case Deed::open_dispute:
            return open_dispute(world, subject, job.due);
        case Deed::decide_dispute:
            return decide_dispute(world, subject, job.due);
        case Deed::expire_session:
            return expire_session(world, subject, job.due);
    }
}

}  // namespace

void run_due(World& world, Instant now) {
    world.forget_old_events(now);
    while (const auto* due = world.agenda.find_due(now)) {
        const auto job = *due;
        // Done first: what it plans may be due at once too.
        world.finish(job);
        perform(world, job);
    }
}

}  // namespace gyeol::sandbox::stripe
