// Every queue, page, loop and retry of the program has its limit here, with a sentence why.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace gyeol::limits {

using namespace std::chrono_literals;

// --- Payments

/// A payment that nothing was sent for is given up after this (DESIGN: `expired`, 60 minutes).
constexpr std::chrono::milliseconds payment_life = 60min;
/// Nobody may send an attempt later than this after it was stored: it must have reached the socket.
constexpr std::chrono::milliseconds send_within = 10s;
/// Toss Payments may take 60 s to answer; five more for the network.
constexpr std::chrono::milliseconds provider_deadline = 65s;
/// A caller that waits for an open attempt gets `processing` after this; browsers give up at 30 s.
constexpr std::chrono::milliseconds confirm_wait = 25s;
/// How often a lost compare-and-set is decided again before the work is left to the reconciler.
constexpr int commit_tries = 8;
/// Largest amount the API takes, in minor units: what JSON numbers carry exactly (2^53 - 1).
constexpr std::int64_t amount_minor_max = 9'007'199'254'740'991;
/// Changes remembered per record to recognise a repeated write.
constexpr std::size_t ops_kept = 16;
/// Events a record may hold before new intents are refused; outcomes never are.
constexpr std::size_t events_kept = 100;
/// Refunds of one payment: each is kept for ever inside its record.
constexpr std::size_t refunds_max = 50;
/// A reason with our number behind it fits into the 200 characters of the strictest provider.
constexpr std::size_t refund_reason_bytes_max = 180;

// --- Reconciling

/// How many due records one round takes, so that a round stays short.
constexpr std::size_t due_page = 50;
/// How often the due index is looked at.
constexpr std::chrono::milliseconds due_interval = 1s;
/// How often expired idempotency keys are removed; each reading checks expiry itself.
constexpr std::chrono::milliseconds purge_interval = 10min;
/// How many asks run at the same time, far below Toss's 100 requests a minute for test keys.
constexpr std::size_t asks_at_once = 8;

/// How many asks about one payment hints may cause without a pause: an honest payment is told about four
/// times in its life; anybody who knows an order can send more.
constexpr int hint_asks_at_once = 4;
/// After those, hints cause one ask of a payment in this time, far below Toss's 100 requests a minute.
constexpr std::chrono::milliseconds hint_ask_interval = 10s;

/// Payments whose delivered events are remembered; forgetting one repeats a log line at worst.
constexpr std::size_t delivered_events_remembered = 100'000;
/// How often a write whose fate is unknown is repeated at once, and the wait before each.
constexpr int store_tries = 5;
constexpr std::chrono::milliseconds store_retry_wait = 100ms;

// --- Telling others

/// Endpoints of the merchant: all of them are one record, and every event is looked at for each.
constexpr std::size_t endpoints_max = 20;
/// Types of events that one endpoint names; there are fewer.
constexpr std::size_t endpoint_events_max = 50;
constexpr std::size_t endpoint_url_bytes_max = 500;
constexpr std::size_t event_type_bytes_max = 60;
/// A replaced secret goes on signing this long, so that receivers change theirs in peace.
constexpr std::chrono::milliseconds secret_overlap = 24h;
/// An endpoint has this long to answer (Standard Webhooks asks for 15 to 30 s), a mail server for all of it.
constexpr std::chrono::milliseconds delivery_deadline = 20s;
/// A try whose process died is made again after this; longer than any try takes.
constexpr std::chrono::milliseconds delivery_lease = 60s;
/// How many due deliveries one round looks at.
constexpr std::size_t delivery_page = 200;
/// Tries under way at once: in all, and to one endpoint, so that a slow one leaves room for the others.
constexpr std::size_t deliveries_at_once = 64;
constexpr std::size_t deliveries_to_one = 8;
/// A mail server takes one letter after another; more of them under way would only wait, and keep others waiting.
constexpr std::size_t letters_at_once = 8;
/// What became due or free within this time is found by one look: one look for each would read a page each.
constexpr std::chrono::milliseconds courier_gather = 20ms;
/// A payment's next event waits this much longer than the one before it.
constexpr std::chrono::milliseconds delivery_gap = 1s;
/// Failures in a row after which an endpoint is left in peace, and for how long at first and at most.
constexpr int endpoint_failures_max = 5;
constexpr std::chrono::milliseconds endpoint_rest_min = 10s;
constexpr std::chrono::milliseconds endpoint_rest_max = 10min;
/// How old the endpoints may be that a node goes by: another node may have changed them.
constexpr std::chrono::milliseconds endpoints_kept_in_mind = 10s;
/// The delivery log reaches back this far.
constexpr std::chrono::milliseconds deliveries_kept = std::chrono::hours(24 * 30);
constexpr std::size_t delivery_tries_kept = 10;
/// Alerts by e-mail within an hour; whoever causes failures on purpose fills no mailbox.
constexpr int alerts_per_hour = 60;
/// E-mails waiting for the mail server; past it a try fails and is made again later.
constexpr std::size_t mail_queue_max = 256;

// --- Lists

constexpr std::size_t page_default = 20;
constexpr std::size_t page_max = 100;

// --- Idempotency keys

/// Stored answers live this long (DESIGN section 6).
constexpr std::chrono::milliseconds idempotency_life = 24h;
/// A request that has not finished after this is taken to be dead.
constexpr std::chrono::milliseconds idempotency_lease = 90s;
constexpr std::size_t idempotency_key_max = 255;

// --- HTTP edge

/// Requests are small JSON texts; webhooks of Toss stay below 10 KB.
constexpr std::size_t body_bytes_max = 64UL * 1024;
constexpr std::size_t header_bytes_max = 16UL * 1024;
/// Browsers send about 20 headers; a proxy adds a few.
constexpr std::size_t header_count_max = 100;
/// A client has this long to send its whole request; slower ones are cut off.
constexpr std::chrono::milliseconds read_within = 15s;
constexpr std::chrono::milliseconds write_within = 30s;
/// An idle kept-alive connection is closed after this.
constexpr std::chrono::milliseconds idle_within = 60s;
constexpr std::size_t connections_max = 4096;
/// How often the connections are looked at for being too slow; deadlines are right to this much.
constexpr std::chrono::milliseconds connection_tick = 1s;
/// A refused client is listened to for this long and this much, so that it sees the answer before the
/// connection is reset under it.
constexpr std::chrono::milliseconds linger_within = 5s;
constexpr std::size_t linger_bytes_max = 16UL * 1024 * 1024;
/// Answers up to this size leave in one piece with their head.
constexpr std::size_t joined_answer_bytes_max = 16UL * 1024;
/// How long accepting rests when the system has no file descriptor left.
constexpr std::chrono::milliseconds accept_pause = 200ms;
/// After SIGTERM, open requests and attempts get this long to finish.
constexpr std::chrono::milliseconds drain_within = 75s;

/// Reports of blocked page content: each is a small JSON text, and a broken page sends many.
constexpr std::size_t csp_report_bytes_max = 8UL * 1024;
constexpr int csp_reports_max = 60;
constexpr std::chrono::milliseconds csp_report_window = 1min;
/// Texts of a request that name something: payment keys of Toss have at most 200 characters.
constexpr std::size_t payment_key_bytes_max = 200;
constexpr std::size_t order_id_bytes_min = 6;
constexpr std::size_t order_id_bytes_max = 64;
constexpr std::size_t plan_id_bytes_max = 64;

// --- Accounts

constexpr std::size_t password_bytes_min = 8;
/// Argon2id hashes any length; the limit keeps a request from buying a second of CPU.
constexpr std::size_t password_bytes_max = 256;
constexpr std::size_t email_bytes_max = 254;
constexpr std::size_t name_bytes_max = 100;
constexpr std::size_t phone_bytes_max = 20;
/// Sign-in failures per account and per address before 429, within the window.
constexpr int sign_in_failures_per_account = 10;
constexpr int sign_in_failures_per_address = 50;
constexpr std::chrono::milliseconds sign_in_window = 15min;
/// Counted accounts and addresses before ended ones are swept out of turn.
constexpr std::size_t sign_in_windows_max = 100'000;
/// Tokens signed out one by one and not yet expired; past it all of the account's tokens end.
constexpr std::size_t revoked_tokens_max = 64;
/// Password hashes waiting for a worker; past it sign-in answers 503 instead of queueing for minutes.
constexpr std::size_t hash_queue_max = 64;
/// Threads that hash passwords: each takes the memory of one hash while it works.
constexpr std::size_t hash_threads = 2;
/// Our own tokens are 250 bytes; nothing longer is worth a signature check.
constexpr std::size_t token_bytes_max = 2048;

// --- Provider answers

/// A payment object is 2-4 KB; anything of this size is not one.
constexpr std::size_t provider_body_bytes_max = 1024UL * 1024;
/// All header lines of one answer together; real ones are 1-2 KB.
constexpr std::size_t provider_header_bytes_max = 64UL * 1024;
/// Name look-up, TCP and TLS together; `send_within` would forbid sending later anyway.
constexpr std::chrono::milliseconds connect_within = 10s;
/// A kept-alive connection idle for longer is not used again: a server that closes it just then would
/// turn a payment into an unknown one.
constexpr std::chrono::seconds connection_idle_max = 20s;
/// Exchanges open or waiting at once; past it nothing is sent.
constexpr std::size_t exchanges_max = 4096;

// --- The machine

/// How often the wall clock is compared with the steady one, and so how late a jump is noticed.
constexpr std::chrono::milliseconds clock_check_interval = 1s;
/// A smaller difference is a clock being slewed, not a jump.
constexpr std::chrono::milliseconds clock_jump_min = 2s;
/// The payment log is rotated at this size, and so many old files are kept.
constexpr std::size_t payment_log_bytes_max = 10UL * 1024 * 1024;
constexpr std::size_t payment_log_files = 10;
/// A value of a note is cut here: a note is a line to read, not a dump.
constexpr std::size_t note_bytes_max = 4096;

// --- Store

/// Writes waiting for the writer; past it a request is answered 503, nothing was handed over.
constexpr std::size_t store_queue_max = 20'000;
/// Changes committed with one fsync.
constexpr std::size_t store_batch_max = 512;
/// Accounts kept in memory beside the file: about 1 KB each.
constexpr std::size_t store_users_kept = 4096;
/// Payments or entries read at once when the whole ledger is walked.
constexpr std::size_t ledger_page = 500;
/// Findings named by one walk; the rest is counted.
constexpr std::size_t ledger_findings = 100;

}  // namespace gyeol::limits
