// Those whom the shop tells: the merchant's own endpoints, and a mail server. They survive a crash of the
// shop, and remember what they heard.
#pragma once

#include "ports/http_client.hpp"
#include "ports/mailer.hpp"
#include "ports/wait.hpp"
#include "support/evidence.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gyeol::test {

/// One request that reached an endpoint, and what was answered.
struct Heard {
    ports::HttpRequest request;
    Instant at;
    int status = 0;

    [[nodiscard]] std::string header(std::string_view name) const {
        return std::string(find_header(request.headers, name));
    }
};

/// What endpoints do and have heard. They answer 200 unless a story says otherwise.
struct MerchantBooks {
    std::vector<Heard> heard;
    std::map<std::string, std::deque<int>> next_statuses;  // By URL, one for each request.
    std::set<std::string> dead;                            // URLs that never answer.

    /// Returns what `url` heard and took, in order.
    [[nodiscard]] std::vector<Heard> taken_by(const std::string& url) const {
        std::vector<Heard> taken;
        for (const auto& one : heard) {
            if (one.request.url == url && one.status >= 200 && one.status < 300)
                taken.push_back(one);
        }
        return taken;
    }
};

/// The way to them.
class MerchantSite final : public ports::HttpClient {
public:
    MerchantSite(MerchantBooks& books, ports::Clock& clock) : books_(books), clock_(clock) {}

    Task<ports::Exchanged> exchange(ports::HttpRequest request, Instant deadline) override {
        leave_evidence("webhook", request.body);
        const auto url = request.url;
        if (books_.dead.contains(url)) {
            books_.heard.push_back({std::move(request), clock_.now(), 0});
            co_await ports::sleep_until(clock_, deadline);
            co_return tl::unexpected(ports::ExchangeFailure{
                ports::TransportFailure::timed_out, false, "no answer"});
        }
        ports::HttpReply reply;
        reply.status = 200;
        if (auto& statuses = books_.next_statuses[url]; !statuses.empty()) {
            reply.status = statuses.front();
            statuses.pop_front();
        }
        books_.heard.push_back({std::move(request), clock_.now(), reply.status});
        co_return reply;
    }

private:
    MerchantBooks& books_;
    ports::Clock& clock_;
};

/// Takes every letter unless a story says otherwise.
class RememberingMailer final : public ports::Mailer {
public:
    Task<ports::MailOutcome> send(ports::Letter letter, Instant /*deadline*/) override {
        ports::MailOutcome outcome{ports::MailOutcome::Kind::accepted, 250, ""};
        if (!next_outcomes.empty()) {
            outcome = next_outcomes.front();
            next_outcomes.pop_front();
        }
        if (outcome.kind == ports::MailOutcome::Kind::accepted)
            letters.push_back(std::move(letter));
        co_return outcome;
    }

    /// Returns the letters of one kind.
    [[nodiscard]] std::vector<ports::Letter> of_kind(std::string_view kind) const {
        std::vector<ports::Letter> found;
        for (const auto& letter : letters) {
            if (letter.kind == kind) found.push_back(letter);
        }
        return found;
    }

    std::vector<ports::Letter> letters;
    std::deque<ports::MailOutcome> next_outcomes;
};

}  // namespace gyeol::test
