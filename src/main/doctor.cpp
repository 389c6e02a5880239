#include "main/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

namespace gyeol::program {
namespace {

using namespace std::chrono_literals;

/// Past this, DESIGN forbids charging; the smaller one is what a machine without time service drifts.
constexpr Millis clock_difference_max = 5min;
constexpr Millis clock_difference_odd = 10s;

using Lines = std::vector<CheckLine>;

void add_settings(Lines& lines, const LoadedConfig& loaded) {
    for (const auto& problem : loaded.problems) {
        lines.push_back({CheckLevel::error, problem.variable, problem.what, problem.cure});
    }
    for (const auto& notice : loaded.notices) {
        lines.push_back({CheckLevel::warning, notice.variable, notice.what, notice.cure});
    }
    if (loaded.problems.empty()) {
        lines.push_back({CheckLevel::ok, "settings", "Every setting is understood.", ""});
    }
}

void add_key_line(Lines& lines, std::string what, bool is_made_up) {
    what += is_made_up ? " (made up, for the sandbox)." : ".";
    lines.push_back({CheckLevel::ok, "keys", std::move(what), ""});
}

/// Providers without keys are not used; that none has any is a problem of the settings.
void add_keys(Lines& lines, const Config& config) {
    const auto& toss = config.toss;
    const auto* mode = toss.live ? "live" : "test";
    const bool is_made_up = toss.widget == sandbox_toss_keys().widget;
    if (toss.widget)
        add_key_line(lines, fmt::format("Payment widget: {} keys gck and gsk", mode), is_made_up);
    if (toss.window)
        add_key_line(lines, fmt::format("Payment window: {} keys ck and sk", mode), is_made_up);
    if (const auto& kakaopay = config.kakaopay) {
        add_key_line(
            lines,
            fmt::format(
                "Kakao Pay: one-time payments under {}, {}",
                kakaopay->cid_onetime,
                config.live ? "live" : "test"
            ),
            kakaopay == sandbox_kakaopay_keys()
        );
    }
    if (const auto& stripe = config.stripe) {
        const auto secrets = stripe->webhook_secrets.size();
        const auto* webhooks = secrets == 0   ? "webhooks are refused"
                               : secrets == 1 ? "signed webhooks"
                                              : "webhooks under two secrets, one of them rolled";
        add_key_line(
            lines,
            fmt::format("Stripe: {} keys pk and sk, {}", config.live ? "live" : "test", webhooks),
            stripe == sandbox_stripe_keys()
        );
    }
}

void add_database(Lines& lines, const Result<std::string>& database) {
    if (database) {
        lines.push_back({CheckLevel::ok, "database", *database, ""});
        return;
    }
    lines.push_back(
        {CheckLevel::error,
         "database",
         database.error().detail,
         "Check GYEOL_DATA_DIR: it must exist, be writable and have room."}
    );
}

void add_port(Lines& lines, const Config& config, const Done& port) {
    const auto place = fmt::format("{} port {}", config.listen_address, config.port);
    if (port) {
        lines.push_back({CheckLevel::ok, "port", place + " is free.", ""});
        return;
    }
    lines.push_back(
        {CheckLevel::error,
         "port",
         fmt::format("{} cannot be listened on: {}.", place, port.error().detail),
         "Stop what uses it (perhaps this server runs already), or set PORT."}
    );
}

void add_clock(Lines& lines, const std::vector<ProviderFact>& facts) {
    const auto fact = std::find_if(facts.begin(), facts.end(), [](const ProviderFact& each) {
        return each.date.has_value();
    });
    if (fact == facts.end()) {
        lines.push_back(
            {CheckLevel::warning, "clock", "There was no other clock to compare with.", ""}
        );
        return;
    }
    const auto difference = std::chrono::abs(fact->our_time - *fact->date);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(difference).count();
    const auto what =
        fmt::format("This machine's clock and the provider's differ by {} s.", seconds);
    const auto* cure = "Switch time synchronisation on: timedatectl set-ntp true.";
    if (difference > clock_difference_max) {
        lines.push_back({CheckLevel::error, "clock", what, cure});
    } else if (difference > clock_difference_odd) {
        lines.push_back({CheckLevel::warning, "clock", what, cure});
    } else {
        lines.push_back({CheckLevel::ok, "clock", what, ""});
    }
}

void add_providers(Lines& lines, const Config& config, const std::vector<ProviderFact>& facts) {
    if (config.providers == Providers::sandbox) {
        lines.push_back({CheckLevel::ok, "provider", "The sandbox is inside this program.", ""});
        return;
    }
    for (const auto& fact : facts) {
        if (fact.failure.empty()) {
            lines.push_back({CheckLevel::ok, "provider", fact.url + " answers.", ""});
            continue;
        }
        lines.push_back(
            {CheckLevel::warning,
             "provider",
             fmt::format("{} was not reached: {}.", fact.url, fact.failure),
             "Offline is fine with `gyeol dev`; else check the network, HTTPS_PROXY and "
             "ca-certificates."}
        );
    }
    if (!facts.empty()) add_clock(lines, facts);
}

bool is_local(std::string_view url) {
    return url.find("://localhost") != std::string_view::npos ||
           url.find("://127.") != std::string_view::npos ||
           url.find("://[::1]") != std::string_view::npos;
}

void append_settings(std::string& out, const LoadedConfig& loaded) {
    std::size_t widest = 0;
    for (const auto& setting : loaded.settings)
        widest = std::max(widest, setting.name.size());
    for (const auto& setting : loaded.settings) {
        out += fmt::format(
            "  {:<{}}  {}  ({})\n", setting.name, widest, setting.shown, setting.source
        );
    }
}

void append_webhook(std::string& out, const Config& config) {
    out += "\nRegister in Toss Payments' developer centre, under webhooks:\n";
    out += fmt::format("  URL     {}/api/payment/webhook\n", config.public_url);
    if (is_local(config.public_url)) {
        out +=
            "          Toss Payments cannot reach this machine; payments complete without "
            "webhooks, only later.\n";
    }
    out +=
        "  events  PAYMENT_STATUS_CHANGED  every change of a payment. Some tutorials write\n"
        "                                  `payment.status.changed`, and `payment.approved` for "
        "the one whose\n"
        "                                  status is DONE; Toss Payments has no events of these "
        "names.\n"
        "          DEPOSIT_CALLBACK        money came to a virtual account, or was taken back.\n";
}

void append_kakaopay(std::string& out, const Config& config) {
    out +=
        "\nRegister in Kakao Pay's developer centre (developers.kakaopay.com), in the key's app:\n";
    out += fmt::format("  domain  {}  under Platform > Web\n", config.public_url);
    out +=
        "          With scheme and port, without a path; http and https are two domains. Without "
        "it "
        "no\n          payment can be prepared (-799).\n"
        "  API     Online payment, under Using API; without it every call is refused (-403).\n"
        "  address The one this server calls from, if your contract restricts callers (-798).\n"
        "  Kakao Pay has no webhooks: what a lost answer left open is asked for.\n";
    if (is_local(config.public_url)) {
        out +=
            "          A phone cannot come back to this machine by this address; the desktop's "
            "browser can.\n";
    }
}

void append_stripe(std::string& out, const Config& config) {
    out += "\nRegister in Stripe's Dashboard, under webhooks, for API version 2026-10-28.endive:\n";
    out += fmt::format("  URL     {}/api/payment/webhook/stripe\n", config.public_url);
    out +=
        "  events  payment_intent.succeeded, payment_intent.payment_failed, "
        "payment_intent.processing,\n"
        "          payment_intent.canceled, charge.refunded, refund.updated, refund.failed,\n"
        "          charge.dispute.created, charge.dispute.updated, charge.dispute.closed,\n"
        "          charge.dispute.funds_withdrawn, charge.dispute.funds_reinstated\n";
}

}  // namespace

std::string_view word(CheckLevel level) {
    switch (level) {
        case CheckLevel::ok:
            return "ok";
        case CheckLevel::warning:
            return "warning";
        case CheckLevel::error:
            return "error";
    }
    return "error";
}

std::vector<CheckLine> examine(const LoadedConfig& loaded, const DoctorFacts& facts) {
    Lines lines;
    add_settings(lines, loaded);
    add_keys(lines, loaded.config);
    add_database(lines, facts.database);
    add_port(lines, loaded.config, facts.port);
    add_providers(lines, loaded.config, facts.providers);
    return lines;
}

std::string write_report(const LoadedConfig& loaded, const std::vector<CheckLine>& lines) {
    std::string out = "Settings in force:\n";
    append_settings(out, loaded);
    out += "\nChecks:\n";
    for (const auto& line : lines) {
        out += fmt::format("{:<7}  {}  {}", word(line.level), line.name, line.what);
        if (!line.cure.empty()) out += "  -> " + line.cure;
        out += '\n';
    }
    const auto& config = loaded.config;
    if (config.toss.widget || config.toss.window) append_webhook(out, config);
    if (config.kakaopay) append_kakaopay(out, config);
    if (config.stripe) append_stripe(out, config);
    const auto errors = std::count_if(lines.begin(), lines.end(), [](const CheckLine& line) {
        return line.level == CheckLevel::error;
    });
    out +=
        errors == 0 ? "\nReady.\n" : fmt::format("\n{} to put right before it can run.\n", errors);
    return out;
}

int exit_code(const std::vector<CheckLine>& lines) {
    const bool failed = std::any_of(lines.begin(), lines.end(), [](const CheckLine& line) {
        return line.level == CheckLevel::error;
    });
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

}  // namespace gyeol::program
