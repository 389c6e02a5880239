"""The files that are judged, and the register of rules."""

import os
from collections import namedtuple
from functools import cached_property
from pathlib import Path

from cpp import code_of

Finding = namedtuple("Finding", "path line text")
RULES = {}
_NOT_OURS = {".git", ".env", ".cache", "build", "node_modules", "dist", "data", "logs", "__pycache__"}
_TEXT = {".cpp", ".hpp", ".py", ".ts", ".tsx", ".js", ".mjs", ".css", ".html", ".md", ".cmake", ".json", ".yaml", ".yml", ".sql", ".txt", ".example", ".toml", ""}


def rule(name):
    """Registers a rule: a function from the tree to its findings."""

    def register(function):
        RULES[name] = function
        return function

    return register


class File:
    def __init__(self, root, path):
        self.path = path
        self.text = (root / path).read_text(encoding="utf-8", errors="replace")
        self.parts = Path(path).parts
        self.suffix = Path(path).suffix
        self.is_cpp = self.suffix in (".cpp", ".hpp")
        self.is_test = self.parts[0] == "bench" or "tests" in self.parts or "_test." in path or ".test." in path
        self.folder = self.parts[1] if self.parts[0] == "src" and len(self.parts) > 2 else None

    @cached_property
    def code(self):
        return code_of(self.text)

    def find(self, pattern, text, in_code=True):
        """Yields a finding with `text` for each place where the compiled `pattern` matches."""
        content = self.code if in_code else self.text
        for match in pattern.finditer(content):
            line = content.count("\n", 0, match.start()) + 1
            yield Finding(self.path, line, text.format(match.group().strip()))


class Tree:
    """Every text file below `root` that people write."""

    def __init__(self, root):
        self.root = Path(root)
        self.files = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(name for name in folders if name not in _NOT_OURS)
            for name in sorted(names):
                path = Path(folder, name)
                if path.suffix in _TEXT and name not in _NOT_OURS and not path.is_symlink():
                    self.files.append(File(self.root, path.relative_to(self.root).as_posix()))
        self.cpp = [file for file in self.files if file.is_cpp]
        self.sources = [file for file in self.cpp if file.folder and not file.is_test]
        self.docs = [file for file in self.files if file.suffix == ".md"]
