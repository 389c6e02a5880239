#include "app/endpoint_pace.hpp"

#include "base/limits.hpp"

#include <gtest/gtest.h>

namespace gyeol::app {
namespace {

using namespace std::chrono_literals;

constexpr Instant noon{Millis(1'767'322'800'000)};
const domain::EndpointId endpoint;

TEST(EndpointPace, TakesAFewAtOnceFromOneEndpoint) {
    EndpointPace pace;
    for (std::size_t count = 0; count < limits::deliveries_to_one; ++count) {
        EXPECT_EQ(pace.free_at(endpoint, noon), noon);
        pace.begin(endpoint);
    }
    EXPECT_GT(pace.free_at(endpoint, noon), noon);
    EXPECT_EQ(pace.free_at(domain::EndpointId(*Id::parse("00000000000000000000000a")), noon), noon);
    pace.end(endpoint);
    EXPECT_EQ(pace.free_at(endpoint, noon), noon);
}

TEST(EndpointPace, RestsAfterFailuresInARowTwiceAsLongEachTime) {
    EndpointPace pace;
    for (int failures = 1; failures < limits::endpoint_failures_max; ++failures)
        pace.count_failure(endpoint, noon);
    EXPECT_EQ(pace.free_at(endpoint, noon), noon);
    pace.count_failure(endpoint, noon);
    EXPECT_EQ(pace.free_at(endpoint, noon), noon + 10s);
    pace.count_failure(endpoint, noon);
    EXPECT_EQ(pace.free_at(endpoint, noon), noon + 20s);
    for (int failures = 0; failures < 100; ++failures)
        pace.count_failure(endpoint, noon);
    EXPECT_EQ(pace.free_at(endpoint, noon), noon + 10min);
}

TEST(EndpointPace, LetsOneTryAfterARestAndAllAfterASuccess) {
    EndpointPace pace;
    for (int failures = 0; failures < limits::endpoint_failures_max; ++failures)
        pace.count_failure(endpoint, noon);
    const auto later = noon + 1h;
    EXPECT_EQ(pace.free_at(endpoint, later), later);
    pace.begin(endpoint);
    EXPECT_GT(pace.free_at(endpoint, later), later);
    pace.count_success(endpoint);
    EXPECT_EQ(pace.free_at(endpoint, later), later);
}

}  // namespace
}  // namespace gyeol::app
