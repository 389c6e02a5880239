"""Who may include what. The table is the picture in ARCHITECTURE.md; each folder's CMakeLists.txt says it again."""

import re

from cpp import line_of
from tree import Finding, rule

MAY_INCLUDE = {
    "base": {"base"},
    "domain": {"domain", "base"},
    "ports": {"ports", "base", "domain"},
    "app": {"app", "base", "domain", "ports"},
    "providers": {"providers", "base", "domain", "ports"},
    "sandbox": {"sandbox", "base", "domain", "ports"},
    "storage": {"storage", "base", "domain", "ports"},
    "http": {"http", "base", "domain", "ports", "app"},
    "platform": {"platform", "base", "ports"},
    "simulation": {"simulation", "base", "domain", "ports", "app", "providers", "sandbox", "storage", "platform"},
    "main": {"main", "base", "domain", "ports", "app", "providers", "sandbox", "storage", "http", "platform", "simulation"},
}

_AWAITABLE = r"boost/asio/(awaitable|any_io_executor)\.hpp"
_NETWORK = r"boost/(asio|beast)\b"
# What a header may show of third parties: whoever includes the header pays for it and depends on it.
IN_HEADERS = {
    "base": r"boost/(json|system)\b|fmt/|tl/expected\.hpp",
    "domain": None,
    "ports": _AWAITABLE + r"|tl/expected\.hpp",
    "app": _AWAITABLE,
    "providers": None,
    "sandbox": None,
    "storage": None,
    "http": _NETWORK,
    "platform": _NETWORK,
    "simulation": r"boost/(asio|json)\b|fmt/",
    "main": r".",
}
# Where a library may be used at all, so that replacing it changes one folder.
HOMES = {
    r"sqlite3\.h": {"storage"},
    r"mongoc|bson": {"storage"},
    r"curl/|kainjow/|openssl/|sodium|jwt/|hiredis|prometheus/": {"platform"},
    r"spdlog/": {"platform", "main"},
    r"CLI/": {"main"},
    r"boost/json": {"base", "providers", "sandbox", "storage", "http", "platform", "simulation", "main"},
    r"boost/beast": {"http", "platform", "sandbox", "main"},
}

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"(?P<ours>[^"]+)"|<(?P<theirs>[^>]+)>)', re.M)
_STANDARD = re.compile(r"^[a-z_]+$|^c[a-z]+$")


def includes(file):
    for match in _INCLUDE.finditer(file.text):
        yield line_of(file.text, match.start()), match.group("ours"), match.group("theirs")


@rule("include-table")
def include_table(tree):
    """A folder includes only what stands below it; the outer folders never include one another."""
    for file in tree.sources:
        allowed = MAY_INCLUDE.get(file.folder)
        if allowed is None:
            yield Finding(file.path, 1, f"src/{file.folder} has no row in the dependency table (tests/tidy/architecture.py)")
            continue
        for line, ours, _ in includes(file):
            if ours is None or "/" not in ours and (tree.root / file.path).with_name(ours).exists():
                continue
            folder = ours.split("/")[0]
            if folder not in allowed:
                yield Finding(file.path, line, f"{file.folder} may not include {ours}: only {', '.join(sorted(allowed))}")


@rule("third-party-header")
def third_party_header(tree):
    """Headers show no third parties but those of the table; each library has its home."""
    for file in tree.sources:
        for line, _, theirs in includes(file):
            if theirs is None or _STANDARD.match(theirs):
                continue
            allowed = IN_HEADERS.get(file.folder)
            if file.suffix == ".hpp" and not (allowed and re.match(allowed, theirs)):
                yield Finding(file.path, line, f"a header of {file.folder} may not show <{theirs}>")
            for library, homes in HOMES.items():
                if re.match(library, theirs) and file.folder not in homes:
                    yield Finding(file.path, line, f"<{theirs}> belongs to {', '.join(sorted(homes))}, not to {file.folder}")


_IMPURE = re.compile(
    r"\bvirtual\b|\bthrow\b|\bco_(?:await|return|yield)\b|\b(?:system|steady|high_resolution)_clock\b|\bstd::(?:mutex|thread|atomic|random_device|mt19937)\b"
    r"|\bnote\s*\(|\bTask<|<random>|^[ \t]*static\s+(?!constexpr|const\b|_?assert)[^(\n]*[;={]",
    re.M,
)


@rule("pure-domain")
def pure_domain(tree):
    """The rules of money are plain functions: no time, chance, threads, log, exceptions or waiting."""
    for file in tree.sources:
        if file.folder == "domain":
            yield from file.find(_IMPURE, "`{}` in src/domain, which is pure: time and ids arrive as arguments")


@rule("provider-if")
def provider_if(tree):
    """Only a provider's own folder knows what is special about it."""
    pattern = re.compile(r"\bprovider(?:_name|_id)?(?:\(\))?\s*[!=]=(?!\s*nullptr)\s*\S+")
    for file in tree.sources:
        if file.folder not in ("providers", "main"):
            yield from file.find(pattern, "`{}`: what differs between providers belongs behind the port")
