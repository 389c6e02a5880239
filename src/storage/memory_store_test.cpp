#include "storage/memory_store.hpp"

#include "support/place_cipher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace gyeol::storage {
namespace {

using Fault = MemoryStore::Fault;
using State = ports::Committed::State;
using Answer = Result<ports::Committed>;

class MemoryStoreFaults : public ::testing::Test {
protected:
    Answer commit() {
        std::optional<Answer> kept;
        auto keep = [&kept](const std::exception_ptr& /*failure*/, const Answer& answer) {
            kept = answer;
        };
        boost::asio::co_spawn(loop, memory.commit(change), keep);
        loop.restart();
        loop.run();
        return *kept;
    }

    bool is_stored() const {
        return !memory.test_document(domain::RecordKind::payments, Id()).empty();
    }

    test::PlaceCipher cipher;
    boost::asio::io_context loop;
    MemoryStore memory{cipher};
    domain::Change change{domain::Payment{}, std::nullopt, OpId()};
};

TEST_F(MemoryStoreFaults, UnavailableAppliesNothing) {
    memory.test_fail_next({Fault::unavailable});
    EXPECT_EQ(commit().error().code, ErrorCode::unavailable);
    EXPECT_FALSE(is_stored());
    EXPECT_EQ(commit()->state, State::done);
}

TEST_F(MemoryStoreFaults, AnUnknownAnswerIsResolvedByRepeating) {
    memory.test_fail_next({Fault::unknown_before, Fault::unknown_after});
    EXPECT_EQ(commit().error().code, ErrorCode::store_unknown);
    EXPECT_FALSE(is_stored());
    EXPECT_EQ(commit().error().code, ErrorCode::store_unknown);
    EXPECT_TRUE(is_stored());
    const auto repeated = commit();
    EXPECT_EQ(repeated->state, State::done);
    EXPECT_EQ(domain::meta_of(*repeated->stored).version, 1U);
}

TEST_F(MemoryStoreFaults, AnUnreachableStoreRefusesEverything) {
    memory.test_set_reachable(false);
    EXPECT_EQ(commit().error().code, ErrorCode::unavailable);
    memory.test_set_reachable(true);
    EXPECT_EQ(commit()->state, State::done);
}

}  // namespace
}  // namespace gyeol::storage
