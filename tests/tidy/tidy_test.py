#!/usr/bin/env python3
"""Each rule fires on a small bad sample, by its name, and stays silent on the good sample beside it."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import tidy  # noqa: E402

# rule: [(path of the bad sample, its text, an acceptable text at the same path)]
SAMPLES = {
    "include-table": [
        ("src/domain/payment.cpp", '#include "storage/store.hpp"\n', '#include "base/result.hpp"\n#include "domain/money.hpp"\n'),
        ("src/http/routes.cpp", '#include "platform/loop.hpp"\n', '#include "app/app.hpp"\n'),
        ("src/platform/loop.cpp", '#include "domain/money.hpp"\n', '#include "ports/clock.hpp"\n'),
        ("src/app/app.cpp", '#include "main/wiring.hpp"\n', '#include <string>\n'),
        ("src/utils/text.cpp", "int x;\n", None),
    ],
    "third-party-header": [
        ("src/storage/sqlite_store.hpp", "#include <sqlite3.h>\n", "#include <string>\n"),
        ("src/app/app.hpp", "#include <boost/asio/steady_timer.hpp>\n", "#include <boost/asio/awaitable.hpp>\n"),
        ("src/domain/money.cpp", "#include <boost/json.hpp>\n", "#include <compare>\n"),
        ("src/http/server.cpp", "#include <sqlite3.h>\n", "#include <boost/beast/core.hpp>\n"),
    ],
    "pure-domain": [
        ("src/domain/payment.cpp", "auto now = std::chrono::system_clock::now();\n", "// Asks no system_clock.\nint x;\n"),
        ("src/domain/event.hpp", "struct Event { virtual void f(); };\n", "struct Event {};\n"),
    ],
    "provider-if": [("src/app/confirm.cpp", 'void f() { if (payment.provider == "toss") g(); }\n', "void f() { if (provider == nullptr) g(); }\n")],
    "coroutine-lambda": [
        ("src/app/a.cpp", "void f() { auto g = [] { co_return; }; }\n", "void f() { auto g = [] { return 1; }; }\n"),
        ("src/app/a.cpp", "void f() { auto g = [x](int y) -> Task<int> { return h(y); }; }\n", "void f() { a[0] = b[1]; }\n"),
    ],
    "coroutine-reference-parameter": [
        ("src/app/a.hpp", "Task<void> f(const std::string& name);\n", "Task<void> f(std::string name);\n"),
        ("src/app/a.hpp", "Task<Result<Map<int, int>>> f(Store& store, std::string_view name);\n", "Task<Result<Map<int, int>>> f(ports::Store& store);\n"),
        ("src/app/a_test.cpp", "Task<void> f(const std::string& name);\n", "Task<void> f(std::string& out);\n"),
        ("src/app/a.cpp", "asio::awaitable<void> App::f(Payment&& payment) { co_return; }\n", "void f(const Payment& payment);\n"),
    ],
    "coroutine-conditional-in-await": [
        (
            "src/app/a.cpp",
            "Task<void> f() { co_await store(late ? expire(p) : keep(p)); }\n",
            "Task<void> f() { const auto q = late ? expire(p) : keep(p); co_await store(q); }\n",
        ),
    ],
    "coroutine-capturing-lambda-in-await": [
        (
            "src/app/a.cpp",
            "Task<void> f() { co_await run([x] { return x; }); }\n",
            "Task<void> f() { const auto g = [x] { return x; }; co_await run(g); }\n",
        ),
        (
            "src/app/a.cpp",
            "Task<void> f() {\n    const auto y = co_await run(\n        a, [&](auto h) { h(); });\n}\n",
            "Task<void> f() { co_await run([] { return 1; }); }\n",
        ),
    ],
    "one-await-per-statement": [
        ("src/app/a.cpp", "Task<int> f() { co_return co_await a() + co_await b(); }\n", "Task<int> f() { co_return co_await a(); }\n"),
        (
            "src/app/a.cpp",
            "Task<void> f() { if (co_await a() && co_await b()) g(); }\n",
            "Task<void> f() { if (co_await a()) { co_await b(); } co_await c(); }\n",
        ),
        (
            "src/app/a.cpp",
            "Task<void> f() { co_await g(A{1}, co_await h()); }\n",
            "Task<void> f() { const auto x = co_await g(A{1}); const auto y = co_await g(A{x}); }\n",
        ),
    ],
    "coroutine-structured-binding": [("src/app/a.cpp", "Task<void> f() { auto [a, b] = co_await g(); }\n", "void f() { auto [a, b] = g(); }\n")],
    "doc-link": [
        ("docs/a.md", "See [b](b.md).\n", "See [a](a.md).\n"),
        ("docs/a.md", "# One idea\n\nSee [it](#two-ideas).\n", "# One `idea`, twice\n\nSee [it](#one-idea-twice).\n"),
    ],
    "note-list": [
        ("docs/operating.md", "## Notes\n\n| `store.gone` | nobody says it |\n", "| `payment.failed` | no note |\n\n## Notes\n\n| note | meaning |\n"),
    ],
    "test-point-list": [
        ("docs/simulation.md", "## Killed at every step\n\n| `confirm.gone` | nobody dies here |\n", "## Killed at every step\n\n| test point | where |\n"),
    ],
    "file-size": [("src/app/a.cpp", "\n" * 401, "\n" * 400), ("tests/a_test.cpp", "\n" * 601, "\n" * 600)],
    "function-size": [
        ("src/app/a.cpp", "namespace a {\nint f(int x) {\n" + "    g();\n" * 61 + "}\n}\n", "int f() {\n" + "    g();\n" * 59 + "}\n"),
        ("src/app/a.cpp", "template <class T>\nvoid A::f() const {\n" + "\n" * 61 + "}\n", "const auto table = make({\n" + "    1,\n" * 90 + "});\n"),
    ],
    "no-floating-money": [("src/domain/money.hpp", "double amount;\n", "// Never a double.\nlong amount;\n")],
    "number-parsing": [("src/http/wire.cpp", "auto x = std::stoi(text);\n", "auto x = std::from_chars(a, b, c);\n")],
    "no-print": [("src/app/a.cpp", 'void f() { std::cout << "paid"; }\n', 'void f() { snprintf(a, b, "std::cout"); }\n')],
    "no-shared-ptr": [
        ("src/app/a.cpp", "std::shared_ptr<int> x;\n", "std::unique_ptr<int> x;\n"),
        ("src/storage/sqlite_reader.cpp", "std::shared_ptr<int> x;\n", None),
    ],
    "no-throw": [("src/app/a.cpp", "void f() { throw 1; }\n", "// Does not throw.\nvoid f();\n")],
    "catch-all": [("src/storage/a.cpp", "void f() { try { g(); } catch (...) {} }\n", "void f() { try { g(); } catch (const E& e) {} }\n")],
    "enum-default": [
        (
            "src/app/a.cpp",
            "int f(S s) { switch (s) { case S::open: { return 1; } default: return 2; } }\n",
            "int f(char c) { switch (c) { case 'a': return 1; default: return 2; } }\n",
        )
    ],
    "type-name": [
        ("src/app/a.hpp", "class PaymentManager {};\n", "class Payments {};\n"),
        ("src/base/string_utils.hpp", "int x;\n", None),
    ],
    "using-namespace-std": [("src/app/a.cpp", "using namespace std;\n", "using namespace gyeol;\n")],
    "nolint-reason": [("src/app/a.cpp", "int x;  // NOLINT\n", "int x;  // NOLINT(some-check): the library wants it.\n")],
    "no-sleep-in-tests": [
        ("tests/a_test.cpp", "void f() { std::this_thread::sleep_for(1s); }\n", "// Never sleep_for.\n"),
        ("web/tests/a.mjs", "await page.waitForTimeout(100)\n", "await page.waitForSelector('a')\n"),
    ],
    "no-skipped-test": [
        ("tests/a_test.cpp", "TEST(A, DISABLED_Holds) {}\n", "TEST(A, Holds) {}\n"),
        ("web/src/a.test.ts", "it.skip('holds', f)\n", "it('holds', f)\n"),
    ],
    "no-todo": [("docs/a.md", "TODO: write.\n", "Written.\n")],
    "banned-word": [("docs/a.md", "Written by an AI agent.\n", "The User-Agent header of a session.\n")],
    "registry-host": [("web/.npmrc.json", '"https://registry.npmjs.org/"\n', '"https://example.com/"\n')],
    "money-guard": [
        ("src/app/a.cpp", "int x;\n// Money: sent once.\n// Guarded by Confirm.IsSentOnce.\n", "// Money: the title of a file.\nint x;\n// Money: sent once. Guarded by\n// Sample.Holds.\n"),
        ("src/app/b.cpp", "int x;\n/// Money: sent once.\n", "// Nothing about money.\n"),
    ],
}


def names_of(findings):
    return {finding.split("[")[1].split("]")[0] for finding in findings}


class Rules(unittest.TestCase):
    def judge(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {"tests/sample_test.cpp": "TEST(Sample, Holds) {}\n", **files}.items():
                target = Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
            return tidy.judge(folder)

    def test_every_rule_has_samples(self):
        self.assertEqual(set(tidy.RULES), set(SAMPLES))

    def test_every_rule_fires_by_its_name_on_the_bad_sample_only(self):
        for rule, samples in SAMPLES.items():
            for path, bad, good in samples:
                with self.subTest(rule=rule, path=path, bad=bad):
                    self.assertIn(rule, names_of(self.judge(**{path: bad})))
                    if good is not None:
                        self.assertEqual([], self.judge(**{path: good}))

    def test_a_finding_tells_file_line_and_rule(self):
        found = self.judge(**{"src/domain/a.cpp": '\n#include "http/wire.hpp"\n'})
        self.assertEqual(1, len(found))
        self.assertTrue(found[0].startswith("src/domain/a.cpp:2: [include-table] domain may not include http/wire.hpp"), found[0])

    def test_a_name_without_a_row_is_found_where_it_stands(self):
        for rule, page, heading, call in (
            ("test-point-list", "docs/simulation.md", "Killed at every step", 'GYEOL_POINT("a.before");'),
            ("note-list", "docs/operating.md", "Notes", 'note(\n        NoteLevel::error, "a.before", {});'),
        ):
            source = {"src/app/a.cpp": f"void f() {{\n    {call}\n}}\n"}
            unlisted = self.judge(**source, **{page: "No rows.\n"})
            self.assertEqual(1, len(unlisted))
            self.assertRegex(unlisted[0], rf"^src/app/a.cpp:[23]: \[{rule}\] ")
            self.assertEqual([], self.judge(**source, **{page: f"## {heading}\n\n| `a.before` | here |\n"}))

    def test_the_ratchet_lets_an_old_long_file_be_and_only_shrink(self):
        def judge(lines, allowed):
            return self.judge(**{"src/app/a.cpp": "\n" * lines, "tests/tidy/ratchet.txt": f"file-size src/app/a.cpp - {allowed}\n"})

        self.assertEqual([], judge(450, 450))
        self.assertIn("the limit is 450", judge(451, 450)[0])
        self.assertIn("lower the ratchet", judge(449, 450)[0])
        self.assertIn("lower the ratchet", judge(300, 300)[0])
        self.assertIn("lower the ratchet", self.judge(**{"tests/tidy/ratchet.txt": "file-size src/gone.cpp - 500\n"})[0])

    def test_literals_and_comments_are_no_code(self):
        text = "auto a = R\"x(co_await f([y] { throw 1; }))x\"; // throw\nauto b = 9'900; auto c = 'x'; /* throw */ auto d = \"throw\";\n"
        self.assertEqual([], self.judge(**{"src/app/a.cpp": text}))


if __name__ == "__main__":
    unittest.main()
