"""The coroutine rules that g++ 12 and clang-tidy 14 do not check. Breaking one is a use after free."""

import re

from cpp import coroutine_parameters, lambdas, line_of, statement_around
from tree import Finding, rule

# What `main` makes once and keeps until the end; only references to these outlive every coroutine.
LIVES_AS_LONG_AS_THE_PROGRAM = {
    "App", "Cache", "Cipher", "Clock", "Gate", "HttpClient", "IdSource", "Loop", "Mailer", "PasswordHasher",
    "Ports", "Provider", "Providers", "Store", "TokenSigner", "Wiring",
}  # fmt: skip
_AWAIT = re.compile(r"\bco_await\b")


@rule("coroutine-lambda")
def coroutine_lambda(tree):
    """No lambda is a coroutine: its captures die with the lambda, not with the coroutine."""
    for file in tree.cpp:
        for position, _, head, start, end in lambdas(file.code):
            body = file.code[start:end]
            for _, _, _, nested_start, nested_end in lambdas(body):
                body = body[:nested_start] + " " * (nested_end - nested_start) + body[nested_end:]
            if re.search(r"\bco_(?:await|return|yield)\b", body) or re.search(r"\b(?:Task|awaitable)<", head):
                yield Finding(file.path, line_of(file.code, position), "a lambda is a coroutine; make it a named function")


@rule("coroutine-reference-parameter")
def coroutine_reference_parameter(tree):
    """Coroutines take values; what they point at would be gone when they resume.

    A test may pass a local that it keeps until the loop has run, by `&` but not by what takes a temporary.
    """
    for file in tree.cpp:
        for position, name, parameters in coroutine_parameters(file.code):
            for parameter in parameters:
                bare = re.sub(r"<.*>", "", parameter, flags=re.S)
                view = re.search(r"\b(?:string_view|span)\b", bare)
                reference = re.search(r"(\w+)\s*(?:const\s*)?&", bare)
                takes_temporaries = reference and re.search(r"\bconst\b|&&", bare)
                lives = reference and reference.group(1) in LIVES_AS_LONG_AS_THE_PROGRAM and "&&" not in bare
                if view or takes_temporaries and not lives or reference and not lives and not file.is_test:
                    line = line_of(file.code, position)
                    yield Finding(file.path, line, f"{name} returns a task and takes `{' '.join(parameter.split())}`; take a value")


@rule("coroutine-capturing-lambda-in-await")
def capturing_lambda_in_await(tree):
    """g++ 12 destroys the captures twice; a name on the line before cures it."""
    for file in tree.cpp:
        for match in _AWAIT.finditer(file.code):
            statement = statement_around(file.code, match.start())
            after = statement[statement.find("co_await") :]
            if any(captures for _, captures, *_ in lambdas(after)):
                line = line_of(file.code, match.start())
                yield Finding(file.path, line, "a capturing lambda inside a co_await expression; name it on the line before")


@rule("coroutine-conditional-in-await")
def conditional_in_await(tree):
    """g++ 12 destroys the temporaries of both branches; an `if` on the lines before cures it."""
    for file in tree.cpp:
        for match in _AWAIT.finditer(file.code):
            statement = statement_around(file.code, match.start())
            after = statement[statement.find("co_await") :]
            if re.search(r"\s\?\s", after):
                line = line_of(file.code, match.start())
                yield Finding(file.path, line, "a conditional inside a co_await expression; decide on the lines before")


@rule("one-await-per-statement")
def one_await_per_statement(tree):
    """Two awaits in one statement have no order that a reader sees."""
    for file in tree.cpp:
        seen = set()
        for match in _AWAIT.finditer(file.code):
            statement = statement_around(file.code, match.start())
            line = line_of(file.code, match.start())
            if len(_AWAIT.findall(statement)) > 1 and statement not in seen:
                seen.add(statement)
                yield Finding(file.path, line, "two co_await in one statement; give the first result a name")


@rule("coroutine-structured-binding")
def structured_binding(tree):
    """A structured binding directly on an await leaks with later compilers."""
    pattern = re.compile(r"\bauto\s*&{0,2}\s*\[[^\]]*\]\s*=\s*co_await\b")
    for file in tree.cpp:
        yield from file.find(pattern, "a structured binding directly on co_await; name the result first")
