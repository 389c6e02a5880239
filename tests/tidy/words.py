"""Words and calls that this code does not use, each with the reason."""

import re

from cpp import comment_blocks, line_of
from tree import Finding, rule

MONEY_FOLDERS = {"domain", "app", "ports", "providers", "sandbox", "storage"}
# Where an exception of any type may end: the edge of a request, of the process, of a thread.
EDGES = {"http", "platform", "main"}


@rule("no-floating-money")
def no_floating_money(tree):
    """0.1 + 0.2 is not 0.3: near money there are only whole minor units."""
    pattern = re.compile(r"\b(?:float|double)\b")
    for file in tree.sources:
        if file.folder in MONEY_FOLDERS:
            yield from file.find(pattern, "`{}` near money; count minor units in integers")


@rule("number-parsing")
def number_parsing(tree):
    """These stop at the first strange character, overflow quietly or throw; `std::from_chars` says."""
    pattern = re.compile(r"\b(?:std::)?(?:sto(?:i|l|ll|ul|ull|f|d)|ato(?:i|l|ll|f)|strto(?:l|ll|ul|ull|d|f))\s*\(")
    for file in tree.sources:
        yield from file.find(pattern, "`{}` hides bad input; use std::from_chars")


@rule("no-print")
def no_print(tree):
    """Programs print in main; everybody else returns a value or notes it, and a note without a sink is printed."""
    pattern = re.compile(r"\bstd::(?:cout|cerr|clog)\b|\b(?:std::)?f?printf\s*\(|\bfmt::print\b")
    for file in tree.sources:
        if file.folder != "main" and file.path != "src/base/note.cpp":
            yield from file.find(pattern, "`{}` outside src/main")


# Files whose calls outlive their owner on the loop, each with the decision that says why.
SHARED_WITH_CALLS = {"src/storage/sqlite_store.cpp": "docs/decisions/0023-accounts-kept-in-memory.md"}


@rule("no-shared-ptr")
def no_shared_ptr(tree):
    """Shared ownership hides who ends what; only connections need it, real and simulated ones, and
    what a call under way still tells behind the end of its store."""
    pattern = re.compile(r"\b(?:shared_ptr|make_shared|enable_shared_from_this)\b")
    for file in tree.sources:
        if file.folder not in ("http", "platform", "ports", "simulation") and file.path not in SHARED_WITH_CALLS:
            yield from file.find(pattern, "`{}`: own it once, or refer to what main owns")


@rule("no-throw")
def no_throw(tree):
    """Expected failures are values; broken invariants go through `ensure`."""
    pattern = re.compile(r"\bthrow\b")
    for file in tree.sources:
        if file.folder in ("domain", "app"):
            yield from file.find(pattern, "`{}` in " + file.folder + "; return a Result or use ensure")


@rule("catch-all")
def catch_all(tree):
    """Only an edge may swallow what it does not know."""
    pattern = re.compile(r"\bcatch\s*\(\s*\.\.\.\s*\)")
    for file in tree.sources:
        if file.folder not in EDGES:
            yield from file.find(pattern, "`{}` outside the edges " + ", ".join(sorted(EDGES)))


@rule("enum-default")
def enum_default(tree):
    """Without `default` the compiler names the switches that a new enumerator breaks."""
    for file in tree.cpp:
        for match in re.finditer(r"\bswitch\s*\(", file.code):
            start = file.code.find("{", match.end())
            depth, at = 0, start
            labels, default = [], None
            for token in re.finditer(r"[{}]|\bcase\s+([\w:]+)\s*:(?!:)|\bdefault\s*:", file.code[start:]):
                if token.group() == "{":
                    depth += 1
                elif token.group() == "}":
                    depth -= 1
                    if depth == 0:
                        break
                elif token.group().startswith("case"):
                    labels.append(token.group(1))
                else:
                    default = start + token.start()
            if default and any(re.search(r"[A-Z]\w*::[a-z]\w*$", label) for label in labels):
                yield Finding(file.path, line_of(file.code, default), "a switch over our enum has a default")


@rule("type-name")
def type_name(tree):
    """These words say that nobody found out what the type is for."""
    words = "Manager|Helper|Helpers|Util|Utils|Impl|Base|Default|Data|Info|Processor"
    pattern = re.compile(rf"\b(?:class|struct|union|enum class|using|concept)\s+\w*(?:{words})\b(?!\s*::)")
    for file in tree.cpp:
        yield from file.find(pattern, "`{}`: name what it is")
        if re.search(r"(?:^|[_/])(?:manager|helpers?|utils?|impl|common|misc)(?:[_./]|$)", file.path):
            yield Finding(file.path, 1, "a file named after no idea")


@rule("using-namespace-std")
def using_namespace(tree):
    pattern = re.compile(r"\busing\s+namespace\s+(?:std|boost)\s*;")
    for file in tree.cpp:
        yield from file.find(pattern, "`{}`")


@rule("nolint-reason")
def nolint_reason(tree):
    """A silenced check is named, and the same comment says why."""
    pattern = re.compile(r"NOLINT(?:NEXTLINE|BEGIN)?(?![A-Z])(?!\([\w\-.*, ]+\):? +\S+ +\S+)[^\n]*")
    for file in tree.cpp:
        yield from file.find(pattern, "`{}`: write NOLINT(check-name): the reason", in_code=False)


@rule("no-sleep-in-tests")
def no_sleep(tree):
    """A test that sleeps is slow on a good day and wrong on a bad one; wait for the event."""
    cpp = re.compile(r"\bthis_thread::sleep_(?:for|until)\b|\bu?sleep\s*\(|\bnanosleep\b")
    web = re.compile(r"\bwaitForTimeout\b|\btime\.sleep\b")
    for file in tree.files:
        if file.is_cpp:
            yield from file.find(cpp, "`{}`; wait for what you need")
        elif file.is_test and file.suffix in (".ts", ".tsx", ".js", ".mjs", ".py"):
            yield from file.find(web, "`{}`; wait for what you need", in_code=False)


@rule("no-skipped-test")
def no_skipped_test(tree):
    """A test that does not run protects nothing."""
    cpp = re.compile(r"\bGTEST_SKIP\b|\bDISABLED_\w*")
    web = re.compile(r"\b(?:it|test|describe)\.(?:skip|only|todo|fails)\b|\bx(?:it|describe)\s*\(")
    for file in tree.files:
        if file.is_cpp:
            yield from file.find(cpp, "`{}`")
        elif file.suffix in (".ts", ".tsx", ".js", ".mjs"):
            yield from file.find(web, "`{}`", in_code=False)


@rule("no-todo")
def no_todo(tree):
    """What is not done is not in the code."""
    pattern = re.compile(r"\b(?:TODO|FIXME|HACK)\b")
    for file in tree.files:
        if file.suffix not in (".json", ".txt"):
            yield from file.find(pattern, "`{}`: do it, or write an issue", in_code=False)


@rule("banned-word")
def banned_word(tree):
    """The project speaks of payments, not of who wrote it, where, or with which tool."""
    pattern = re.compile(
        r"\b(?:claude|anthropic|chatgpt|openai|copilot|llm|language model|coding agent|ai agent|subagent|sub-agent)\b"
        r"|(?<![\w.])/(?:work|root)/\w+|\bas an ai\b|\b(?:this|previous|last) session\b",
        re.I,
    )
    for file in tree.files:
        yield from file.find(pattern, "`{}`", in_code=False)


@rule("registry-host")
def registry_host(tree):
    """Where packages come from is the machine's configuration, not ours."""
    pattern = re.compile(r"\b(?:registry\.(?:npmjs\.org|yarnpkg\.com)|(?:files\.)?(?:pypi\.org|pythonhosted\.org)|(?:deb|security)\.debian\.org)\b")
    for file in tree.files:
        yield from file.find(pattern, "`{}`", in_code=False)


@rule("money-guard")
def money_guard(tree):
    """A `// Money:` comment warns of a dangerous edit and names the test that would catch it."""
    test = re.compile(r"\b(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\s*\(\s*(\w+)\s*,\s*(\w+)")
    known = {f"{suite}.{case}" for file in tree.cpp for suite, case in test.findall(file.code)}
    for file in tree.cpp:
        for line, block in comment_blocks(file.text):
            if line == 1 or not re.search(r"^Money:", block, re.M):  # On line 1 it is the title of the file.
                continue
            guards = re.findall(r"Guarded\s+by\s+((?:`?\w+\.\w+`?(?:,?\s+and\s+|,\s+)?)+)", block)
            names = [name for guard in guards for name in re.findall(r"\w+\.\w+", guard)]
            if not names:
                yield Finding(file.path, line, "a Money comment without `Guarded by Suite.Case`")
            for name in names:
                if name not in known:
                    yield Finding(file.path, line, f"`Guarded by {name}`, but there is no such test")
