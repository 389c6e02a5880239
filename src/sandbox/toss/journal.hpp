// The journal that lets a simulator survive being killed: every change is one line that holds the
// whole changed thing, so the last line about it wins and lines may be dropped once superseded.
#pragma once

#include "base/result.hpp"
#include "sandbox/toss/answer_store.hpp"
#include "sandbox/toss/model.hpp"
#include "sandbox/webhook_queue.hpp"

#include <string>
#include <string_view>

namespace gyeol::sandbox::toss {

struct World;

/// `sequence` is how many ids were given out, so that none is given out twice.
std::string write_line(std::uint64_t sequence, const Payment& payment);
std::string write_line(std::uint64_t sequence, const StoredAnswer& answer);
std::string write_line(std::uint64_t sequence, const QueuedWebhook& webhook);
std::string write_webhook_end(std::uint64_t sequence, std::uint64_t webhook_id);

/// Applies one line to `world`. Fails with `invalid_request` when it is not one.
Done replay_line(World& world, std::string_view line);

}  // namespace gyeol::sandbox::toss
