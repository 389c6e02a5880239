#!/usr/bin/env python3
"""Searches what all suites said for what must never be said.

    tests/functional/secrets_test.py EVIDENCE_FOLDER

The suites leave notes, payment log lines and refusals there, and name the secrets they used (see
tests/support/evidence.hpp). A finding is a card number, a secret key, a token, an e-mail address, a deposit
secret, or a secret that the same suite named. The search itself is tried first, on lines made for it.
"""

import re
import sys
from pathlib import Path

NEEDED = {"note", "payment_log", "refusal", "secret"}
PATTERNS = {
    "e-mail address": re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"),
    "secret key": re.compile(r"\b(?:test|live)_g?sk_\w{6,}|\b[sr]k_(?:test|live)_\w{6,}|\bwhsec_\w{6,}"),
    "signed token": re.compile(r"\beyJ[\w-]{8,}\.[\w-]+"),
    "deposit secret": re.compile(r"\bps_\w{12,}"),
}
_DIGITS = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){12,18}(?![0-9A-Za-z])")
_WORD = re.compile(r"[\w.~-]+")


def passes_luhn(digits):
    doubled = [int(d) if i % 2 == 0 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def is_card(text):
    digits = re.sub(r"\D", "", text)
    # No card begins with 0. A time in milliseconds has 13 digits and begins with 1; no such card exists.
    is_other = digits.startswith("0") or (len(digits) == 13 and digits.startswith("1"))
    return passes_luhn(digits) and not is_other


def findings_in(lines):
    """Returns {what: line} of the `kind text` lines of one suite."""
    said = [line for line in lines if not line.startswith("secret ")]
    named = dict(reversed(line.split(" ", 2)[1:]) for line in lines if line.startswith("secret "))
    phrases = [value for value in named if not _WORD.fullmatch(value)]
    found = {}
    for line in said:
        for what, pattern in PATTERNS.items():
            if pattern.search(line):
                found.setdefault(what, line)
        if any(is_card(match) for match in _DIGITS.findall(line)):
            found.setdefault("card number", line)
        for value in [word for word in _WORD.findall(line) if word in named] + [p for p in phrases if p in line]:
            found.setdefault(named[value], line)
    return found


def try_the_search():
    for line in (
        "note mail.sent to=buyer@example.kr",
        "refusal key test_gsk_abcdefgh is wrong",
        "note sign_in token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "note deposit ps_abcdefghijklmnop",
        "payment_log paid 4242 4242 4242 4242",
    ):
        assert findings_in([line]), f"not found in: {line}"
    assert findings_in(["secret password my own words", "note sign_in my own words were wrong"]) == {
        "password": "note sign_in my own words were wrong"
    }
    assert findings_in(["secret checkout-token a-B_9", "note page /checkout/a-B_9/success"])
    harmless = "note wait 1764000000000 4242424242424243 test_gck_abcdefgh order_20261123"
    assert not findings_in([harmless, "secret word harmless", "note harm less"]), "false alarm"


def main(folder):
    try_the_search()
    kinds, failed = {}, False
    for file in sorted(Path(folder).glob("*.txt")):
        lines = sorted(set(file.read_text(errors="replace").splitlines()))
        for line in lines:
            kinds[line.split(" ", 1)[0]] = kinds.get(line.split(" ", 1)[0], 0) + 1
        for what, line in findings_in(lines).items():
            failed = True
            print(f"{file.name}: {what} in: {line[:300]}")
    print("searched " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    for kind in NEEDED - kinds.keys():
        failed = True
        print(f"no suite left any `{kind}`: the search proves nothing")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
