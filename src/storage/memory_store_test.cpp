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
        auto keep = [&kept](std::exception_ptr /*failure*/, Answer answer) { kept = answer; };
        boost::asio::co_spawn(loop_, store_.commit(change_), keep);
        loop_.restart();
        loop_.run();
        return *kept;
    }

    bool is_stored() const {
        return !store_.test_document(domain::RecordKind::payments, Id()).empty();
    }

    test::PlaceCipher cipher_;
    boost::asio::io_context loop_;
    MemoryStore store_{cipher_};
    domain::Change change_{domain::Payment{}, std::nullopt, OpId()};
};

TEST_F(MemoryStoreFaults, UnavailableAppliesNothing) {
    store_.test_fail_next({Fault::unavailable});
    EXPECT_EQ(commit().error().code, ErrorCode::unavailable);
    EXPECT_FALSE(is_stored());
    EXPECT_EQ(commit()->state, State::done);
}

TEST_F(MemoryStoreFaults, AnUnknownAnswerIsResolvedByRepeating) {
    store_.test_fail_next({Fault::unknown_before, Fault::unknown_after});
    EXPECT_EQ(commit().error().code, ErrorCode::store_unknown);
    EXPECT_FALSE(is_stored());
    EXPECT_EQ(commit().error().code, ErrorCode::store_unknown);
    EXPECT_TRUE(is_stored());
    const auto repeated = commit();
    EXPECT_EQ(repeated->state, State::done);
    EXPECT_EQ(domain::meta_of(*repeated->stored).version, 1U);
}

TEST_F(MemoryStoreFaults, AnUnreachableStoreRefusesEverything) {
    store_.test_set_reachable(false);
    EXPECT_EQ(commit().error().code, ErrorCode::unavailable);
    store_.test_set_reachable(true);
    EXPECT_EQ(commit()->state, State::done);
}

}  // namespace
}  // namespace gyeol::storage
