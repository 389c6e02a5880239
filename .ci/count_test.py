#!/usr/bin/env python3
"""The one line that says whether everything passed must not lie."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import count  # noqa: E402

PASS = '<testcase name="holds" classname="S" status="run" result="completed"/>'
FAIL = '<testcase name="breaks" classname="S" status="run"><failure message="no"/></testcase>'
SKIP = '<testcase name="waits" classname="S" status="run" result="skipped"><skipped/></testcase>'
OFF = '<testcase name="DISABLED_off" classname="S" status="notrun" result="suppressed"/>'


def suite(*cases):
    return f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>"


def program(name, status="run"):
    return f'<testcase name="{name}" classname="{name}" status="{status}"/>'


class Count(unittest.TestCase):
    def count(self, *arguments, **reports):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in reports.items():
                target = Path(folder, name.replace("__", "/") + ".xml")
                target.parent.mkdir(exist_ok=True)
                target.write_text(text)
            directories = [f"{folder}/{name}" for name in sorted({name.split("__")[0] for name in reports}) or ["test"]]
            with contextlib.redirect_stdout(io.StringIO()) as said:
                code = count.main([*directories, *arguments])
        return said.getvalue().splitlines()[-1], code

    def test_cases_are_counted_and_not_programs(self):
        line = self.count(test__ctest=suite(program("a"), program("b")), test__a=suite(PASS, PASS.replace("holds", "also")))
        self.assertEqual(("3 passed, 0 failed, 0 skipped", 0), line)

    def test_a_failure_or_a_skip_fails(self):
        self.assertEqual(("1 passed, 1 failed, 0 skipped", 1), self.count(test__web=suite(PASS, FAIL)))
        self.assertEqual(("1 passed, 0 failed, 1 skipped", 1), self.count(test__web=suite(PASS, SKIP)))
        self.assertEqual(("1 passed, 0 failed, 1 skipped", 1), self.count(test__web=suite(PASS, OFF)))

    def test_a_program_that_dies_after_or_without_its_report_is_a_failure(self):
        died = suite(program("a", "fail"))
        self.assertEqual(("1 passed, 1 failed, 0 skipped", 1), self.count(test__ctest=died, test__a=suite(PASS)))
        self.assertEqual(("0 passed, 1 failed, 0 skipped", 1), self.count(test__ctest=died))
        self.assertEqual(("0 passed, 1 failed, 0 skipped", 1), self.count(test__ctest=died, test__a=suite(FAIL)))

    def test_a_report_that_was_cut_short_is_a_failure(self):
        self.assertEqual(("0 passed, 1 failed, 0 skipped", 1), self.count(test__web="<testsuites><testcase"))

    def test_no_report_at_all_fails(self):
        self.assertEqual(("0 passed, 1 failed, 0 skipped", 1), self.count())

    def test_a_failed_step_counts_unless_its_reports_say_so_already(self):
        self.assertEqual(("1 passed, 1 failed, 0 skipped", 1), self.count("--failed-steps", "build", test__web=suite(PASS)))
        self.assertEqual(("0 passed, 1 failed, 0 skipped", 1), self.count("--failed-steps", "test_web", test__web=suite(FAIL)))
        line = self.count("--failed-steps", "test_cpp", "test_web", test__ctest=suite(program("a", "fail")), test__a=suite(FAIL))
        self.assertEqual(("0 passed, 2 failed, 0 skipped", 1), line)

    def test_checks_without_reports_are_cases(self):
        self.assertEqual(("2 passed, 0 failed, 0 skipped", 0), self.count("--steps", "lint", "format"))
        line = self.count("--steps", "lint", "format", "--failed-steps", "lint")
        self.assertEqual(("1 passed, 1 failed, 0 skipped", 1), line)

    def test_a_case_that_two_commands_ran_is_one_case_with_its_worst_outcome(self):
        line = self.count(check__web=suite(FAIL), test__web=suite(FAIL.replace("<failure message=\"no\"/>", ""), PASS))
        self.assertEqual(("1 passed, 1 failed, 0 skipped", 1), line)


if __name__ == "__main__":
    unittest.main()
