"""Reads C++ well enough to judge it by pattern: strips comments and strings, finds statements, lambdas,
coroutines and functions. It knows nothing of types; a rule that needs them belongs in clang-tidy."""

import re

_WORDLESS = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\\ ]{0,16})\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'""",
    re.S,
)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def code_of(text):
    """Returns `text` with comments and the insides of literals blanked; every line keeps its length."""

    def blank(match):
        found = match.group()
        if found.startswith("/"):
            return _blank(found)
        quote = found[-1]
        return quote + _blank(found[1:-1]) + quote

    return _WORDLESS.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def closing(code, position):
    """Returns the position of the bracket that closes the one at `position`, or the end of the text."""
    opened, depth = code[position], 0
    closed = _PAIRS[opened]
    for at in range(position, len(code)):
        if code[at] == opened:
            depth += 1
        elif code[at] == closed and not (closed == ">" and code[at - 1] == "-"):
            depth -= 1
            if depth == 0:
                return at
    return len(code)


def statement_around(code, position):
    """Returns the whole statement that holds `position`, from its first to its last character, lambdas
    and nested calls included; the block that follows an `if` or a `for` is not part of it."""
    start = position
    depth = 0
    while start > 0:
        character = code[start - 1]
        if character in ")]}":
            if character == "}" and depth == 0:
                break
            depth += 1
        elif character in "([{":
            if depth == 0:
                if character == "{":
                    break
            else:
                depth -= 1
        elif character == ";" and depth == 0:
            # The semicolons of `for (a; b; c)` separate statements here, which only makes the rule milder.
            break
        start -= 1
    end, depth = start, 0
    while end < len(code):
        character = code[end]
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == "{" and depth <= 0 and not _is_initialiser(code, end):
            break
        elif character == "{":
            end = closing(code, end)
        elif character in ";}" and depth <= 0:
            break
        end += 1
    return code[start:end]


def _is_initialiser(code, brace):
    """Says whether the brace opens a braced value (`Type{...}`, `= {...}`) rather than a block."""
    before = code[:brace].rstrip()
    return bool(before) and (before[-1] in "=,(>" or bool(re.search(r"[\w]$", before))) and not re.search(
        r"\b(?:else|do|try|const|noexcept|override|final|mutable)$", before
    )


_LAMBDA = re.compile(r"(?<![\w\])\[])\[(?P<captures>(?!\[)[^\[\]]*)\](?!\])\s*(?=[({]|mutable\b|->)")


def lambdas(code):
    """Yields (position, captures, head, start of the body, end of the body) of every lambda."""
    for match in _LAMBDA.finditer(code):
        at = match.end()
        if at < len(code) and code[at] == "(":
            at = closing(code, at) + 1
        brace = code.find("{", at)
        head = code[at:brace] if brace >= 0 else ";"
        if ";" in head or ")" in head:
            continue
        yield match.start(), match.group("captures").strip(), head, brace, closing(code, brace) + 1


_COROUTINE = re.compile(r"\b(?:Task|awaitable)\s*(?=<)")
_DECLARED = re.compile(r">\s*(?P<name>(?:\w+\s*::\s*)*\w+)\s*(?=\()")


def coroutine_parameters(code):
    """Yields (position, name, [parameter, ...]) of every function declared to return a task."""
    for match in _COROUTINE.finditer(code):
        declared = _DECLARED.match(code, closing(code, match.end()))
        if not declared or re.search(r"\b(?:return|co_return|co_await|new)\s*$", code[: match.start()]):
            continue
        opened = declared.end()
        inside = code[opened + 1 : closing(code, opened)]
        yield match.start(), declared.group("name"), _split(inside)


def _split(parameters):
    parts, depth, start = [], 0, 0
    for at, character in enumerate(parameters):
        if character in "(<[{":
            depth += 1
        elif character in ")>]}":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(parameters[start:at].strip())
            start = at + 1
    parts.append(parameters[start:].strip())
    return [part for part in parts if part]


_SCOPE = re.compile(r"\b(?:namespace|class|struct|union|enum|extern)\b")


def functions(code):
    """Yields (line, name, count of lines) of every function body outside other functions."""
    at, head_start = 0, 0
    while at < len(code):
        character = code[at]
        if character in ";}":
            head_start = at + 1
        elif character == "{":
            head = re.sub(r"^[ \t]*#[^\n]*$|\btemplate\s*<[^>]*>", "", code[head_start:at], flags=re.M)
            before_call = head.split("(")[0]
            is_data = re.search(r"(?<![=!<>])=(?!=)", before_call) and "operator" not in before_call
            if "(" in head and not is_data and not _SCOPE.search(before_call):
                end = closing(code, at)
                name = re.search(r"([\w:~]+|operator\S+)\s*\(", head)
                yield line_of(code, at), name.group(1) if name else "?", code.count("\n", at, end)
                at = end
            elif is_data or not _SCOPE.search(before_call):
                at = closing(code, at)
                continue
            head_start = at + 1
        at += 1


def comment_blocks(text):
    """Yields (line, text) of every run of `//` lines."""
    block, first = [], 0
    for number, line in enumerate(text.split("\n") + [""], 1):
        comment = re.match(r"\s*//+\s?(.*)", line)
        if comment:
            if not block:
                first = number
            block.append(comment.group(1).strip())
        elif block:
            yield first, "\n".join(block)
            block = []
