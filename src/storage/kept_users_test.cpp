#include "storage/kept_users.hpp"

#include <gtest/gtest.h>

namespace gyeol::storage {
namespace {

using ports::Committed;

domain::User user_of(char number, std::string name) {
    domain::User user;
    Id::Bytes bytes{};
    bytes.front() = static_cast<std::uint8_t>(number);
    user.id = domain::UserId(Id(bytes));
    user.name = std::move(name);
    return user;
}

Result<Committed> done(domain::User user) {
    return Committed{Committed::State::done, std::move(user)};
}

Result<Committed> failed(ErrorCode code) {
    Error error;
    error.code = code;
    return error;
}

TEST(KeptUsers, AnswersWithWhatWasRead) {
    KeptUsers kept(4);
    EXPECT_FALSE(kept.find(user_of(1, "").id));
    kept.see_read(user_of(1, "before"), kept.writes());
    EXPECT_EQ(kept.find(user_of(1, "").id)->name, "before");
}

TEST(KeptUsers, AWriteIsSeenByTheNextRequest) {
    KeptUsers kept(4);
    kept.see_read(user_of(1, "before"), kept.writes());
    kept.see_written(done(user_of(1, "after")));
    EXPECT_EQ(kept.find(user_of(1, "").id)->name, "after");
}

TEST(KeptUsers, AReadThatIsAnsweredBehindAWriteIsNotKept) {
    KeptUsers kept(4);
    const auto begun = kept.writes();
    kept.see_written(done(user_of(1, "after")));
    kept.see_read(user_of(1, "before"), begun);
    EXPECT_EQ(kept.find(user_of(1, "").id)->name, "after");
}

TEST(KeptUsers, AWriteThatLostTheRaceShowsWhatStands) {
    KeptUsers kept(4);
    kept.see_read(user_of(1, "before"), kept.writes());
    kept.see_written(Committed{Committed::State::stale, user_of(1, "of another")});
    EXPECT_EQ(kept.find(user_of(1, "").id)->name, "of another");
}

TEST(KeptUsers, NothingIsKeptOnceAWriteIsUnknown) {
    KeptUsers kept(4);
    kept.see_read(user_of(1, "before"), kept.writes());
    kept.see_written(failed(ErrorCode::store_unknown));
    EXPECT_FALSE(kept.find(user_of(1, "").id));
    kept.see_read(user_of(1, "before"), kept.writes());
    EXPECT_FALSE(kept.find(user_of(1, "").id));
}

TEST(KeptUsers, AWriteThatWasNotHandedOverChangesNothing) {
    KeptUsers kept(4);
    kept.see_read(user_of(1, "before"), kept.writes());
    kept.see_written(failed(ErrorCode::unavailable));
    EXPECT_EQ(kept.find(user_of(1, "").id)->name, "before");
}

TEST(KeptUsers, ThoseNotAskedForLatelyGoFirst) {
    constexpr int users_max = 8;
    KeptUsers kept(users_max);
    const auto asked_for = user_of(1, "asked for");
    const auto left_alone = user_of(2, "left alone");
    kept.see_read(asked_for, kept.writes());
    kept.see_read(left_alone, kept.writes());
    for (char number = 10; number < 10 + users_max; ++number) {
        kept.see_read(user_of(number, ""), kept.writes());
        EXPECT_TRUE(kept.find(asked_for.id));
    }
    EXPECT_FALSE(kept.find(left_alone.id));
}

}  // namespace
}  // namespace gyeol::storage
