// What we ask Kakao Pay for, as JSON. Nothing else: no I/O, no clock, no keys kept.
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/money.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::providers::kakaopay {

/// The ten characters that name the merchant and the type of payment. Everything about a payment must be
/// asked with the code that it was made with.
struct MerchantCode {
    std::string cid;
    Secret secret;  // `cid_secret`; empty when none was issued.
};

/// Returns whether `cid` is one of the codes for tests, which go with a development key only.
bool is_test_cid(std::string_view cid);

/// Where the browser comes back to. None of the three proves anything; each may carry our own query.
struct ReturnAddresses {
    std::string approved;
    std::string cancelled;
    std::string failed;
};

/// An amount with its parts. The VAT is computed by Kakao Pay when we do not state it; stating 0 would
/// declare a sale without VAT.
struct Price {
    domain::Money total;
    domain::Money tax_free;
    std::optional<domain::Money> vat;
};

/// What a payment or a key is prepared with.
struct Preparation {
    MerchantCode merchant;
    std::string order_id;
    std::string user_id;  // Opaque: names, addresses and telephone numbers are forbidden there.
    std::string item_name;
    Price price;
    ReturnAddresses back;
};

/// Fails with `invalid_request` when Kakao Pay would not take it: a currency other than won, parts that
/// exceed the total, an empty or too long id, an address of more than 255 characters. A long name of the
/// item is cut.
Result<std::string> write_ready(const Preparation& preparation);

/// The names of one payment at Kakao Pay, as we stored them when it was prepared.
struct PaymentNames {
    std::string cid;
    std::string tid;
    std::string order_id;
    std::string user_id;
};

/// What moves the money. `pg_token` came with the browser; the total is stated so that a wrong one is
/// refused.
struct Approval {
    MerchantCode merchant;
    PaymentNames names;
    Secret pg_token;
    domain::Money total;
};

std::string write_approve(const Approval& approval);

/// What is given back, and what is left before it is: the parts of a refund must match those of the
/// payment.
struct Refund {
    MerchantCode merchant;
    std::string tid;
    Price price;
    domain::Money balance;
};

std::string write_cancel(const Refund& refund);

std::string write_order_question(const MerchantCode& merchant, const std::string& tid);

/// Returns the value of the `Authorization` header.
std::string write_authorization(const Secret& secret_key);

/// Returns `text` with the value of every `pg_token` in it blotted out: it proves the buyer, and belongs
/// into no note.
std::string mask_tokens(std::string_view text);

}  // namespace gyeol::providers::kakaopay
