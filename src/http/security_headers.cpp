#include "http/security_headers.hpp"

#include <fmt/format.h>

namespace gyeol::http {
namespace {

/// Hosts that a payment page may talk to, each with a space in front.
struct ProviderHosts {
    std::string script;
    std::string frame;
    std::string connect;
    std::string form;
};

/// Stripe's own list, without the hosts of addresses and of its wallet.
void add_stripe(ProviderHosts& hosts) {
    hosts.script += " https://js.stripe.com https://*.js.stripe.com";
    hosts.frame += " https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com";
    hosts.connect += " https://api.stripe.com";
}

// Toss Payments publishes no list. These were found from the violations that its scripts caused; the
// report collector tells when one is missing.
ProviderHosts hosts_of(const Site& site) {
    if (site.mode == SiteMode::sandbox) {
        if (site.sandbox_origin.empty()) return {};
        const auto host = " " + site.sandbox_origin;
        return {host, host, host, host};
    }
    ProviderHosts hosts;
    hosts.script = " https://js.tosspayments.com";
    hosts.frame =
        " https://js.tosspayments.com https://payment-widget.tosspayments.com "
        "https://payment-gateway.tosspayments.com";
    hosts.connect =
        " https://js.tosspayments.com https://log.tosspayments.com https://event.tosspayments.com"
        " https://apigw.tosspayments.com";
    hosts.form = " https://payment-gateway.tosspayments.com";
    if (site.mode == SiteMode::test) {
        hosts.frame += " https://payment-gateway-sandbox.tosspayments.com";
        hosts.connect += " https://apigw-sandbox.tosspayments.com";
        hosts.form += " https://payment-gateway-sandbox.tosspayments.com";
    }
    if (site.shows_stripe) add_stripe(hosts);
    return hosts;
}

std::string common(const Site& site) {
    const bool asks_stripe = site.shows_stripe && site.mode != SiteMode::sandbox;
    auto lines = fmt::format(
        "X-Content-Type-Options: nosniff\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Permissions-Policy: payment=(self{}), camera=(), microphone=(), geolocation=()\r\n",
        asks_stripe ? " \"https://js.stripe.com\"" : ""
    );
    if (site.is_https()) lines += "Strict-Transport-Security: max-age=31536000\r\n";
    return lines;
}

}  // namespace

std::string api_headers(const Site& site) {
    return common(site) +
           "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
           "X-Frame-Options: DENY\r\n"
           "Cross-Origin-Opener-Policy: same-origin\r\n"
           "Cache-Control: no-store\r\n";
}

std::string asset_headers(const Site& site) {
    return common(site) + "Cross-Origin-Resource-Policy: cross-origin\r\n";
}

std::string checkout_headers(const Site& site) {
    const auto hosts = hosts_of(site);
    return common(site) +
           fmt::format(
               "Content-Security-Policy: default-src 'none'; script-src 'self'{}; style-src "
               "'self'; font-src 'self'; "
               "img-src 'self' data:; connect-src 'self'{}; frame-src 'self'{}; base-uri 'none'; "
               "form-action 'self'{}; "
               "frame-ancestors 'none'; object-src 'none'; report-uri /api/csp-reports\r\n",
               hosts.script,
               hosts.connect,
               hosts.frame,
               hosts.form
           ) +
           "X-Frame-Options: DENY\r\n"
           // A bank's window must keep its opener, or the buyer never comes back.
           "Cross-Origin-Opener-Policy: same-origin-allow-popups\r\n";
}

std::string demo_headers(const Site& site) {
    const auto hosts = hosts_of(site);
    const auto server = origin_of(site.public_url);
    return common(site) +
           fmt::format(
               "Content-Security-Policy: default-src 'none'; script-src 'self' {0}{1}; style-src "
               "'self' {0}; "
               "font-src 'self' {0}; img-src 'self' data:; connect-src 'self' {0}{2}; frame-src "
               "{0}{3}; base-uri 'none'; "
               "form-action 'self'{4}; frame-ancestors 'none'; object-src 'none'; report-uri "
               "{0}/api/csp-reports\r\n",
               server,
               hosts.script,
               hosts.connect,
               hosts.frame,
               hosts.form
           ) +
           "X-Frame-Options: DENY\r\n"
           "Cross-Origin-Opener-Policy: same-origin-allow-popups\r\n";
}

}  // namespace gyeol::http
