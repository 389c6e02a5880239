#include "platform/letter_templates.hpp"

#include <array>

namespace gyeol::platform {
namespace {

constexpr std::array templates{
    LetterTemplate{
        "receipt",
        "ko",
        "[{{{merchant}}}] 결제가 완료되었습니다: {{{orderName}}}",
        R"({{{buyer}}} 님, 결제가 완료되었습니다.

상품      {{{orderName}}}
결제 금액 {{{amount}}}
결제 수단 {{#method_card}}카드{{/method_card}}{{#method_virtual_account}}가상계좌{{/method_virtual_account}}{{#method_easy_pay}}간편결제{{/method_easy_pay}}{{#method_transfer}}계좌이체{{/method_transfer}}{{#method_mobile_phone}}휴대폰{{/method_mobile_phone}}{{#method_gift_certificate}}상품권{{/method_gift_certificate}}
결제 일시 {{{at}}}
주문 번호 {{{orderId}}}
{{#receiptUrl}}
영수증: {{{receiptUrl}}}
{{/receiptUrl}}

{{{merchant}}}
)",
        R"(<h1>결제가 완료되었습니다</h1>
<p>{{buyer}} 님, 이용해 주셔서 감사합니다.</p>
<table>
<tr><th>상품</th><td>{{orderName}}</td></tr>
<tr><th>결제 금액</th><td>{{amount}}</td></tr>
<tr><th>결제 일시</th><td>{{at}}</td></tr>
<tr><th>주문 번호</th><td>{{orderId}}</td></tr>
</table>
{{#receiptUrl}}<p><a href="{{receiptUrl}}">영수증 보기</a></p>{{/receiptUrl}})"},
    LetterTemplate{
        "receipt",
        "en",
        "[{{{merchant}}}] Payment received: {{{orderName}}}",
        R"(Hello {{{buyer}}}, your payment is complete.

Item      {{{orderName}}}
Amount    {{{amount}}}
Method    {{#method_card}}card{{/method_card}}{{#method_virtual_account}}bank deposit{{/method_virtual_account}}{{#method_easy_pay}}wallet{{/method_easy_pay}}{{#method_transfer}}bank transfer{{/method_transfer}}{{#method_mobile_phone}}mobile phone{{/method_mobile_phone}}{{#method_gift_certificate}}gift certificate{{/method_gift_certificate}}
Paid at   {{{at}}}
Order     {{{orderId}}}
{{#receiptUrl}}
Receipt: {{{receiptUrl}}}
{{/receiptUrl}}

{{{merchant}}}
)",
        R"(<h1>Payment received</h1>
<p>Hello {{buyer}}, thank you for your payment.</p>
<table>
<tr><th>Item</th><td>{{orderName}}</td></tr>
<tr><th>Amount</th><td>{{amount}}</td></tr>
<tr><th>Paid at</th><td>{{at}}</td></tr>
<tr><th>Order</th><td>{{orderId}}</td></tr>
</table>
{{#receiptUrl}}<p><a href="{{receiptUrl}}">See the receipt</a></p>{{/receiptUrl}})"},
    LetterTemplate{
        "alert",
        "ko",
        "[{{{merchant}}}] {{#payment_failed}}결제 "
        "실패{{/payment_failed}}{{#payment_discrepant}}확인 필요: "
        "결제 불일치{{/payment_discrepant}}{{#refund_failed}}환불 실패{{/refund_failed}}"
        "{{#refund_needs_operator}}확인 필요: 환불{{/refund_needs_operator}} {{{orderId}}}",
        R"({{#payment_failed}}결제가 실패했습니다. 구매자가 다시 시도할 수 있으며, 할 일은 없습니다.{{/payment_failed}}{{#payment_discrepant}}결제사가 알려 온 내용이 주문과 다릅니다. 아무것도 제공되지 않았습니다. 결제사 콘솔과 비교해 주세요.{{/payment_discrepant}}{{#refund_failed}}환불이 거절되었습니다. 다른 방법으로 환불해 주세요.{{/refund_failed}}{{#refund_needs_operator}}돌려주어야 할 금액을 자동으로 환불하지 못했습니다. 직접 처리해 주세요.{{/refund_needs_operator}}

사건      {{{event}}}
주문      {{{orderName}}}
주문 번호 {{{orderId}}}
결제 ID   {{{paymentId}}}
금액      {{{amount}}}
결제사    {{{provider}}}
일시      {{{at}}}
{{#failureCode}}
원인      {{{failureCode}}} {{{providerCode}}}
          {{{failureMessage}}}
{{/failureCode}}
)",
        R"(<h1>{{#payment_failed}}결제 실패{{/payment_failed}}{{#payment_discrepant}}결제 불일치{{/payment_discrepant}}{{#refund_failed}}환불 실패{{/refund_failed}}{{#refund_needs_operator}}환불 확인 필요{{/refund_needs_operator}}</h1>
<p>{{#payment_failed}}구매자가 다시 시도할 수 있으며, 할 일은 없습니다.{{/payment_failed}}{{#payment_discrepant}}결제사가 알려 온 내용이 주문과 다릅니다. 아무것도 제공되지 않았습니다. 결제사 콘솔과 비교해 주세요.{{/payment_discrepant}}{{#refund_failed}}다른 방법으로 환불해 주세요.{{/refund_failed}}{{#refund_needs_operator}}돌려주어야 할 금액을 자동으로 환불하지 못했습니다. 직접 처리해 주세요.{{/refund_needs_operator}}</p>
<table>
<tr><th>사건</th><td>{{event}}</td></tr>
<tr><th>주문</th><td>{{orderName}}</td></tr>
<tr><th>주문 번호</th><td>{{orderId}}</td></tr>
<tr><th>결제 ID</th><td>{{paymentId}}</td></tr>
<tr><th>금액</th><td>{{amount}}</td></tr>
<tr><th>결제사</th><td>{{provider}}</td></tr>
<tr><th>일시</th><td>{{at}}</td></tr>
{{#failureCode}}<tr><th>원인</th><td>{{failureCode}} {{providerCode}}<br>{{failureMessage}}</td></tr>{{/failureCode}}
</table>)"},
    LetterTemplate{
        "alert",
        "en",
        "[{{{merchant}}}] {{#payment_failed}}Payment "
        "failed{{/payment_failed}}{{#payment_discrepant}}"
        "Look at this: a payment does not fit{{/payment_discrepant}}{{#refund_failed}}Refund failed"
        "{{/refund_failed}}{{#refund_needs_operator}}Look at this: a "
        "refund{{/refund_needs_operator}} "
        "{{{orderId}}}",
        R"({{#payment_failed}}A payment failed. The buyer may try again; there is nothing to do.{{/payment_failed}}{{#payment_discrepant}}The provider reports something that does not fit the order. Nothing was granted. Compare it with the provider's console.{{/payment_discrepant}}{{#refund_failed}}A refund was refused. Refund it another way.{{/refund_failed}}{{#refund_needs_operator}}Money that we owe could not be sent back by itself. Please see to it.{{/refund_needs_operator}}

Event     {{{event}}}
Item      {{{orderName}}}
Order     {{{orderId}}}
Payment   {{{paymentId}}}
Amount    {{{amount}}}
Provider  {{{provider}}}
Time      {{{at}}}
{{#failureCode}}
Cause     {{{failureCode}}} {{{providerCode}}}
          {{{failureMessage}}}
{{/failureCode}}
)",
        R"(<h1>{{#payment_failed}}Payment failed{{/payment_failed}}{{#payment_discrepant}}A payment does not fit{{/payment_discrepant}}{{#refund_failed}}Refund failed{{/refund_failed}}{{#refund_needs_operator}}A refund needs you{{/refund_needs_operator}}</h1>
<p>{{#payment_failed}}The buyer may try again; there is nothing to do.{{/payment_failed}}{{#payment_discrepant}}The provider reports something that does not fit the order. Nothing was granted. Compare it with the provider's console.{{/payment_discrepant}}{{#refund_failed}}Refund it another way.{{/refund_failed}}{{#refund_needs_operator}}Money that we owe could not be sent back by itself. Please see to it.{{/refund_needs_operator}}</p>
<table>
<tr><th>Event</th><td>{{event}}</td></tr>
<tr><th>Item</th><td>{{orderName}}</td></tr>
<tr><th>Order</th><td>{{orderId}}</td></tr>
<tr><th>Payment</th><td>{{paymentId}}</td></tr>
<tr><th>Amount</th><td>{{amount}}</td></tr>
<tr><th>Provider</th><td>{{provider}}</td></tr>
<tr><th>Time</th><td>{{at}}</td></tr>
{{#failureCode}}<tr><th>Cause</th><td>{{failureCode}} {{providerCode}}<br>{{failureMessage}}</td></tr>{{/failureCode}}
</table>)"},
};

constexpr std::string_view frame = R"(<!doctype html>
<html lang="{{language}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>
body { font-family: sans-serif; color: #1b1f24; max-width: 34rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; }
th { text-align: left; font-weight: normal; color: #57606a; padding: 0.25rem 1rem 0.25rem 0; white-space: nowrap; }
td { padding: 0.25rem 0; overflow-wrap: anywhere; }
footer { margin-top: 2rem; color: #57606a; }
</style></head>
<body>
{{{inside}}}
<footer>{{merchant}}</footer>
</body>
</html>
)";

}  // namespace

std::span<const LetterTemplate> letter_templates() {
    return templates;
}

std::string_view letter_frame() {
    return frame;
}

}  // namespace gyeol::platform
