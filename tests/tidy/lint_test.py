#!/usr/bin/env python3
"""What the linter's memory depends on."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lint  # noqa: E402


class Memory(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name).resolve()
        self.write("src/app/app.cpp", '#include "app/app.hpp"\n')
        self.write("src/app/app.hpp", '#include "base/id.hpp"\n')
        self.write("src/base/id.hpp", "struct Id;\n")
        self.write("src/base/other.hpp", "struct Other;\n")
        self.write(".clang-tidy", "Checks: '*'\n")

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def key(self, command="g++ -O0"):
        return lint.key_of(self.root / "src/app/app.cpp", command, self.root)

    def test_a_verdict_holds_while_nothing_it_depends_on_changes(self):
        before = self.key()
        self.write("src/base/other.hpp", "struct Changed;\n")
        self.write("src/http/.clang-tidy", "Checks: '-*'\n")
        self.assertEqual(before, self.key())

    def test_the_file_its_headers_its_rules_and_its_flags_each_end_a_verdict(self):
        for path in ("src/app/app.cpp", "src/base/id.hpp", ".clang-tidy"):
            before = self.key()
            self.write(path, (self.root / path).read_text() + "\n")
            self.assertNotEqual(before, self.key(), path)
        before = self.key()
        self.write("src/app/.clang-tidy", "InheritParentConfig: true\n")
        self.assertNotEqual(before, self.key())
        self.assertNotEqual(self.key(), self.key("g++ -O2"))


if __name__ == "__main__":
    unittest.main()
