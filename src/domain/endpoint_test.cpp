#include "domain/endpoint.hpp"

#include "base/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

constexpr Instant noon{Millis(1'767'322'800'000)};

NewEndpoint at(std::string url) {
    return {.id = EndpointId(), .url = std::move(url), .events = {}, .secret = Secret("whsec_new")};
}

std::string refusal(std::string url, EndpointPlace place = EndpointPlace::public_only) {
    const auto added = add_endpoint({}, at(std::move(url)), place, noon);
    return added ? "" : added.error().reason;
}

TEST(Endpoint, IsAnHttpsAddressOfThePublicInternet) {
    EXPECT_EQ(refusal("https://shop.example/hooks?from=gyeol"), "");
    EXPECT_EQ(refusal("https://shop.example:8443"), "");
    EXPECT_EQ(refusal("https://8.8.8.8/hook"), "");
    EXPECT_EQ(refusal("https://[2606:4700::1111]:443/hook"), "");
    for (const auto* url :
         {"",
          "http://shop.example/",
          "ftp://shop.example/",
          "shop.example",
          "https://",
          "https:///hook",
          "https://name:word@shop.example/",
          "https://shop.example/#part",
          "https://shop.example\\@inside/",
          "https://shop.example/a b",
          "https://shop.example/\r\nX: y",
          "https://가게.example/"})
        EXPECT_EQ(refusal(url), "invalid_url") << url;
    for (const auto* url :
         {"https://localhost/",
          "https://shop.localhost:80/",
          "https://127.0.0.1/",
          "https://10.1.2.3:8080/hook",
          "https://[::1]/",
          "https://[::ffff:192.168.0.1]/",
          "https://169.254.169.254/latest",
          "https://2130706433/",
          "https://127.1/"})
        EXPECT_EQ(refusal(url), "endpoint_not_public") << url;
}

TEST(Endpoint, MayBeInsideWhereThatIsSaidAndNeverLinkLocal) {
    const auto place = EndpointPlace::inside_too;
    EXPECT_EQ(refusal("http://localhost:3000/hook", place), "");
    EXPECT_EQ(refusal("http://10.1.2.3/hook", place), "");
    EXPECT_EQ(refusal("https://[::1]/hook", place), "");
    EXPECT_EQ(refusal("http://169.254.169.254/latest", place), "endpoint_not_public");
    EXPECT_EQ(refusal("file:///etc/passwd", place), "invalid_url");
}

TEST(Endpoint, NamesEventsByTheirType) {
    auto one = at("https://shop.example/");
    one.events = {"payment.completed", "refund.needs_operator"};
    const auto book = add_endpoint({}, one, EndpointPlace::public_only, noon);
    ASSERT_TRUE(book);
    EXPECT_TRUE(wants(book->endpoints[0], "payment.completed"));
    EXPECT_FALSE(wants(book->endpoints[0], "payment.failed"));
    one.events = {"payment completed"};
    EXPECT_EQ(
        add_endpoint({}, one, EndpointPlace::public_only, noon).error().reason, "invalid_event"
    );
    one.events.clear();
    EXPECT_TRUE(
        wants(add_endpoint({}, one, EndpointPlace::public_only, noon)->endpoints[0], "any.thing")
    );
}

TEST(Endpoint, HasALimitedNumberOfSiblings) {
    EndpointBook book;
    for (std::size_t count = 0; count < limits::endpoints_max; ++count)
        book = *add_endpoint(book, at("https://shop.example/"), EndpointPlace::public_only, noon);
    EXPECT_EQ(
        add_endpoint(book, at("https://shop.example/"), EndpointPlace::public_only, noon)
            .error()
            .reason,
        "too_many_endpoints"
    );
}

TEST(Endpoint, SignsWithBothSecretsForADayAfterARotation) {
    auto endpoint =
        add_endpoint({}, at("https://a.example/"), EndpointPlace::public_only, noon)->endpoints[0];
    EXPECT_THAT(signing_secrets(endpoint, noon), ElementsAre(Secret("whsec_new")));
    rotate_secret(endpoint, Secret("whsec_newer"), noon);
    EXPECT_THAT(
        signing_secrets(endpoint, noon + 24h - 1ms),
        ElementsAre(Secret("whsec_newer"), Secret("whsec_new"))
    );
    EXPECT_THAT(signing_secrets(endpoint, noon + 24h), ElementsAre(Secret("whsec_newer")));
}

TEST(Endpoint, ThatIsDisabledWantsNothingUntilItIsEnabled) {
    Endpoint endpoint;
    disable(endpoint, "gone", noon);
    disable(endpoint, "operator", noon + 1h);
    EXPECT_EQ(endpoint.disabled_because, "gone") << "the first reason stands";
    EXPECT_FALSE(wants(endpoint, "payment.completed"));
    enable(endpoint);
    EXPECT_TRUE(wants(endpoint, "payment.completed"));
}

}  // namespace
}  // namespace gyeol::domain
