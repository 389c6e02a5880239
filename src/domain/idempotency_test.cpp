#include "domain/idempotency.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

using namespace std::chrono_literals;

const Instant noon = from_millis(1'772'334'000'000);

struct Meeting {
    const char* name;
    bool finished;
    const char* body;
    Millis after;
    const char* answer;
};

TEST(IdempotencyKey, ARequestThatFindsItsKeyRunsReplaysWaitsOrIsRefused) {
    const Meeting rows[] = {
        {"the first one runs", false, "same", 89s, "idempotency_in_progress"},
        {"the first one is dead", false, "same", 90s, "run"},
        {"the first one is done", true, "same", 1h, "replay"},
        {"another body while it runs", false, "other", 1s, "idempotency_mismatch"},
        {"another body when its worker is dead", false, "other", 90s, "idempotency_mismatch"},
        {"another body when it is done", true, "other", 1h, "idempotency_mismatch"},
        {"the key is forgotten", true, "other", 24h, "run"},
    };
    for (const auto& row : rows) {
        IdempotencyRecord record;
        record.body_digest = "same";
        record.finished = row.finished;
        record.lease_until = noon + 90s;
        record.expires_at = noon + 24h;
        const auto step = meet(record, row.body, noon + row.after);
        const std::string answer = !step                           ? step.error().reason
                                   : *step == IdempotencyStep::run ? "run"
                                                                   : "replay";
        EXPECT_EQ(answer, row.answer) << row.name;
    }
}

}  // namespace
}  // namespace gyeol::domain
