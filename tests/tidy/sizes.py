"""How long a file and a function may be. What was longer when the rule came is in ratchet.txt, and may only shrink."""

from cpp import functions
from tree import Finding, rule

FILE_LINES = {"source": 400, "test": 600}
FUNCTION_LINES = {"source": 60, "test": 100}
CODE = {".cpp", ".hpp", ".py", ".ts", ".tsx", ".mjs"}


def kind(file):
    return "test" if file.is_test else "source"


def sizes(tree):
    """Yields (rule, path, what, lines, limit, line) of everything that has a limit."""
    for file in tree.files:
        if file.suffix in CODE:
            yield "file-size", file.path, "-", file.text.count("\n"), FILE_LINES[kind(file)], 1
        if file.is_cpp:
            for line, name, lines in functions(file.code):
                yield "function-size", file.path, name, lines, FUNCTION_LINES[kind(file)], line


def ratchet(tree):
    """Returns {(rule, path, what): lines} of the exceptions."""
    path = tree.root / "tests/tidy/ratchet.txt"
    rows = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows if row and not row[0].startswith("#")}


def judge(tree, name):
    allowed = {key: lines for key, lines in ratchet(tree).items() if key[0] == name}
    largest = {}
    for found, path, what, lines, limit, line in sizes(tree):
        if found != name:
            continue
        key = (found, path, what)
        largest[key] = max(lines, largest.get(key, 0))
        if lines > allowed.get(key, limit):
            shown = path if what == "-" else what
            yield Finding(path, line, f"{shown} has {lines} lines; the limit is {allowed.get(key, limit)}. Is it one idea?")
        if lines <= limit and key in allowed:
            yield Finding(path, line, f"lower the ratchet: remove `{' '.join(map(str, key))}` from tests/tidy/ratchet.txt")
    for key, lines in allowed.items():
        if largest.get(key, 0) < lines:
            yield Finding(key[1], 1, f"lower the ratchet: `{key[2]}` has {largest.get(key, 0)} lines, tests/tidy/ratchet.txt says {lines}")


@rule("file-size")
def file_size(tree):
    yield from judge(tree, "file-size")


@rule("function-size")
def function_size(tree):
    yield from judge(tree, "function-size")
