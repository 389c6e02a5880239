#!/usr/bin/env python3
"""Checks that the source obeys the house rules that neither compiler nor linter knows.

    tests/tidy/tidy.py [ROOT]      prints `path:line: [rule] what is wrong`, ends with 1 when anything is
    tests/tidy/tidy.py --rules     prints the rules

Nothing is silenced in the source: an exception is a change to the rule, seen in review.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import architecture  # noqa: E402,F401  Importing a module registers its rules.
import coroutines  # noqa: E402,F401
import links  # noqa: E402,F401
import sizes  # noqa: E402,F401
import words  # noqa: E402,F401
from tree import RULES, Tree  # noqa: E402

# The rules themselves hold the words they forbid.
ITSELF = "tests/tidy/"


def judge(root):
    """Returns every finding as `path:line: [rule] text`, sorted."""
    tree = Tree(root)
    found = []
    for name, check in RULES.items():
        for finding in check(tree):
            if not finding.path.startswith(ITSELF) or name in ("file-size", "doc-link"):
                found.append((finding.path, finding.line, f"{finding.path}:{finding.line}: [{name}] {finding.text}"))
    return [text for _, _, text in sorted(set(found))]


def main(arguments):
    if arguments == ["--rules"]:
        for name, check in RULES.items():
            print(f"{name:36} {(check.__doc__ or '').strip().splitlines()[0] if check.__doc__ else ''}")
        return 0
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    findings = judge(root)
    print("\n".join(findings) if findings else f"{len(RULES)} rules hold.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
