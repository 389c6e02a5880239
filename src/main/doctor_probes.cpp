#include "main/doctor_probes.hpp"

#include "base/limits.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <ctime>
#include <utility>

namespace gyeol::program {
namespace asio = boost::asio;

Done probe_port(const std::string& address, unsigned short port) {
    boost::system::error_code failure;
    const auto parsed = asio::ip::make_address(address, failure);
    if (failure) return invalid("address", "it is no address of this machine", "GYEOL_LISTEN");
    const asio::ip::tcp::endpoint place(parsed, port);
    asio::io_context io;
    asio::ip::tcp::acceptor acceptor(io);
    acceptor.open(place.protocol(), failure);
    if (!failure) acceptor.set_option(asio::socket_base::reuse_address(true), failure);
    if (!failure) acceptor.bind(place, failure);
    if (!failure) acceptor.listen(1, failure);
    if (failure) return invalid("port", failure.message(), "PORT");
    return {};
}

Task<ProviderFact> probe_provider(
    ports::HttpClient& http, const ports::Clock& clock, std::string url
) {
    const auto asked_at = clock.now();
    ports::HttpRequest request;
    request.url = url + "/";
    const auto reply =
        co_await http.exchange(std::move(request), asked_at + limits::connect_within);
    const auto answered_at = clock.now();
    ProviderFact fact;
    fact.url = std::move(url);
    fact.our_time = asked_at + (answered_at - asked_at) / 2;
    if (!reply) {
        fact.failure = reply.error().detail.empty() ? std::string(word(reply.error().kind))
                                                    : reply.error().detail;
    } else {
        fact.date = parse_http_date(find_header(reply->headers, "Date"));
    }
    co_return fact;
}

Task<DoctorFacts> gather_facts(
    Config config, ProbeDatabase database, ports::HttpClient& http, const ports::Clock& clock
) {
    DoctorFacts facts;
    facts.database = database(config);
    facts.port = probe_port(config.listen_address, config.port);
    if (config.providers == Providers::sandbox) co_return facts;
    std::vector<std::string> urls;
    if (config.toss.widget || config.toss.window) urls.push_back(config.toss_api_url);
    if (config.kakaopay) urls.push_back(config.kakaopay_api_url);
    if (config.stripe) urls.push_back(config.stripe_api_url);
    for (const auto& url : urls) {
        auto fact = co_await probe_provider(http, clock, url);
        facts.providers.push_back(std::move(fact));
    }
    co_return facts;
}

std::optional<Instant> parse_http_date(std::string_view text) {
    const std::string copy(text);
    std::tm parts{};
    // The C locale's names of days and months are the ones of RFC 9110, and the program sets no other.
    const char* end = strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end == nullptr || *end != '\0') return std::nullopt;
    const std::chrono::year_month_day day{
        std::chrono::year(parts.tm_year + 1900),
        std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
        std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
    if (!day.ok()) return std::nullopt;
    return Instant(std::chrono::sys_days(day)) + std::chrono::hours(parts.tm_hour) +
           std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
}

}  // namespace gyeol::program
