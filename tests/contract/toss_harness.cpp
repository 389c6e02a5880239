// Toss Payments in the provider contract suite, and what only its virtual accounts promise.
#include "base/json.hpp"
#include "contract/provider_harness.hpp"
#include "domain/payment_settle.hpp"
#include "providers/toss/toss_provider.hpp"
#include "sandbox/in_process_client.hpp"
#include "sandbox/toss/toss_sandbox.hpp"
#include "support/stand_ins.hpp"

namespace gyeol::contract {
namespace {

using namespace std::chrono_literals;
using domain::Payment;
using domain::PaymentStatus;

class TossHarness final : public ProviderHarness {
public:
    ports::Provider& provider() override { return provider_; }

    [[nodiscard]] Habits habits() const override {
        return {
            .answers_within = limits::provider_deadline,
            .forgets_unsent = true,
            .tells_absence = true};
    }

    domain::ConfirmPayment authenticates(const Payment& payment) override {
        const boost::json::object card{{"method", "CARD"}, {"cardNumber", "4242 4242 4242 4242"}};
        return pays_by(payment, card);
    }

    domain::ConfirmPayment opens_account(const Payment& payment) {
        const boost::json::object deposit{
            {"method", "VIRTUAL_ACCOUNT"}, {"bank", "88"}, {"customerName", "김결"}};
        return pays_by(payment, deposit);
    }

    Payment with_proof_of(Payment ours, const Payment& theirs) override {
        ours.attempt->payment_key = theirs.attempt->payment_key;
        return ours;
    }

    Payment unheard_of(Payment payment) override {
        payment.order_id = "ord_000009";
        payment.attempt->payment_key = "nobodys_key";
        return payment;
    }

    void bank_does(const std::string& what, const std::string& payment_key) {
        browser("bank/" + what, {{"paymentKey", payment_key}});
    }

    void next_confirm(sandbox::Fault fault) override {
        sandbox_.script({sandbox::toss::Operation::confirm, {fault}});
    }

    void next_refund(sandbox::Fault fault) override {
        sandbox_.script({sandbox::toss::Operation::cancel, {fault}});
    }

    [[nodiscard]] std::int64_t holds(const std::string& order_id) const override {
        std::int64_t sum = 0;
        for (const auto& line : sandbox_.books())
            if (line.order_id == order_id) sum += line.captured - line.returned;
        return sum;
    }

private:
    domain::ConfirmPayment pays_by(const Payment& payment, const boost::json::object& means) {
        const boost::json::object order{
            {"clientKey", "test_gck_made_up"},
            {"flow", "widget"},
            {"customerKey", "customer-1"},
            {"amount", payment.amount.minor},
            {"orderId", payment.order_id},
            {"orderName", payment.order_name},
            {"successUrl", "http://shop.test/success"},
            {"failUrl", "http://shop.test/fail"}};
        const auto opened = browser("sessions", order);
        auto key = find_text(opened, "paymentKey").value_or("");
        browser("sessions/" + key + "/authenticate", means);
        domain::ConfirmPayment brought;
        brought.payment_key = std::move(key);
        brought.order_id = payment.order_id;
        brought.amount_minor = payment.amount.minor;
        return brought;
    }

    boost::json::object browser(const std::string& path, const boost::json::object& body) {
        ports::HttpRequest request;
        request.method = ports::HttpMethod::post;
        request.url = "/browser/" + path;
        request.body = boost::json::serialize(body);
        request.headers = {{"Content-Type", "application/json"}, {"Origin", "http://shop.test"}};
        const auto handled = sandbox_.handle(request, clock().now());
        EXPECT_LT(handled.reply.status, 300) << path << ' ' << handled.reply.body;
        return parse_json_object(handled.reply.body).value_or(boost::json::object());
    }

    static sandbox::toss::Options options() {
        sandbox::toss::Options options;
        options.shop_origins = {"http://shop.test"};
        options.unknown_fields = true;
        return options;
    }

    sandbox::toss::TossSandbox sandbox_{options()};
    sandbox::InProcessClient http_{
        clock(), "http://toss.test", [this](const ports::HttpRequest& request, Instant now) {
            return sandbox_.handle(request, now);
        }};
    test::SeededIds ids_{1};
    providers::toss::TossProvider provider_{
        {.widget = {{"test_gck_made_up", Secret("test_gsk_made_up")}}, .api = {}},
        {.api = "http://toss.test"},
        {.http = http_, .clock = clock(), .ids = ids_}};
};

std::unique_ptr<ProviderHarness> make_toss() {
    return std::make_unique<TossHarness>();
}

class TossContract : public ProviderContract {
protected:
    TossHarness& toss() { return dynamic_cast<TossHarness&>(world()); }

    Payment waiting_for_deposit() {
        const auto ordered = orders();
        const auto payment = begin(ordered, toss().opens_account(ordered));
        return settle(payment, confirms(payment));
    }
};

TEST_P(TossContract, ADepositComesAndIsTakenBack) {
    auto payment = waiting_for_deposit();
    ASSERT_EQ(payment.status, PaymentStatus::waiting_for_deposit);
    EXPECT_EQ(payment.virtual_account->bank, "신한은행");
    EXPECT_FALSE(payment.deposit_secret.empty());

    toss().bank_does("deposit", payment.attempt->payment_key);
    payment = settle(payment, asks(payment));
    EXPECT_EQ(payment.status, PaymentStatus::completed);
    passes(1h);
    toss().bank_does("take-back", payment.attempt->payment_key);
    payment = settle(payment, asks(payment));
    EXPECT_EQ(payment.status, PaymentStatus::waiting_for_deposit);
    EXPECT_EQ(world().holds("ord_000001"), 0);
}

TEST_P(TossContract, AnOpenAccountIsCancelledUnlessTheDepositWasFaster) {
    for (const bool deposit_is_faster : {false, true}) {
        begins_anew();
        auto payment = waiting_for_deposit();
        payment = domain::begin_cancel(payment, now())->payment;
        if (deposit_is_faster) toss().bank_does("deposit", payment.attempt->payment_key);
        payment = settle(payment, run(world().provider().close(payment)));
        EXPECT_EQ(
            payment.status, deposit_is_faster ? PaymentStatus::completed : PaymentStatus::cancelled
        );
        EXPECT_EQ(world().holds("ord_000001"), deposit_is_faster ? 9900 : 0);
    }
}

INSTANTIATE_TEST_SUITE_P(Toss, ProviderContract, testing::Values(make_toss));
INSTANTIATE_TEST_SUITE_P(Toss, ServerSendsContract, testing::Values(make_toss));
INSTANTIATE_TEST_SUITE_P(Toss, TossContract, testing::Values(make_toss));

}  // namespace
}  // namespace gyeol::contract
