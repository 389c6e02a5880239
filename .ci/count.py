#!/usr/bin/env python3
"""Counts test cases in JUnit reports and prints one line: `N passed, N failed, N skipped`.

    .ci/count.py DIRECTORY... [--steps NAME...] [--failed-steps NAME...]

Each directory holds the `*.xml` of one command. `ctest.xml` says how each test program ended; where the
program left a report of its own, its cases are counted instead of the program. A case that several
directories report is counted once, with its worst outcome. `--steps` are checks without a report, each
one case. A failed step is one failed case, unless it has a report (test_cpp: ctest.xml, test_web: web.xml)
that shows its failures.
What the line counted is kept in DIRECTORY/verdict.json, so that a later run can count it again.
Ends with 1 when anything failed or was skipped, or when nothing passed.
"""

import argparse
import json
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

ORDER = ["passed", "skipped", "failed"]


def outcome_of(case):
    """Returns how one <testcase> ended, as gtest, ctest, vitest and node write it."""
    if case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail":
        return "failed"
    if case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
        return "skipped"
    return "passed"


def cases_in(report, of=""):
    """Returns {case: outcome} of one report; a report cut short by a dying program is one failed case."""
    try:
        root = xml.parse(report).getroot()
    except xml.ParseError:
        return {f"{of}{report.stem}: unreadable report": "failed"}
    found = {}
    for case in root.iter("testcase"):
        name = f"{of}{report.stem}: {case.get('classname', '')}.{case.get('name')}"
        merge(found, {name: outcome_of(case)})
    return found


def merge(into, found):
    for name, outcome in found.items():
        into[name] = max(into.get(name, "passed"), outcome, key=ORDER.index)


def cases_of_programs(directory):
    """Returns the cases of the C++ programs: ctest's word on each program, its own report on its cases."""
    programs = xml.parse(directory / "ctest.xml").getroot()
    found = {}
    for program in programs.iter("testcase"):
        name, ended = program.get("name"), outcome_of(program)
        report = directory / f"{name}.xml"
        cases = cases_in(report, "cpp: ") if report.exists() else {}
        merge(found, cases)
        # A sanitizer's finding at exit, a timeout or a program without a report shows only here.
        if not cases or (ended != "passed" and ended not in cases.values()):
            merge(found, {f"cpp: {name}: the program": ended})
    return found


def cases_of(directory):
    verdict = directory / "verdict.json"
    if verdict.exists():
        return json.loads(verdict.read_text())
    found = {}
    if (directory / "ctest.xml").exists():
        merge(found, cases_of_programs(directory))
        programs = {case.get("name") for case in xml.parse(directory / "ctest.xml").getroot().iter("testcase")}
    else:
        programs = set()
    for report in sorted(directory.glob("*.xml")):
        if report.stem != "ctest" and report.stem not in programs:
            merge(found, cases_in(report))
    return found


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("directories", nargs="+", type=Path)
    parser.add_argument("--steps", nargs="*", default=[])
    parser.add_argument("--failed-steps", nargs="*", default=[])
    options = parser.parse_args(arguments)

    total = {}
    for directory in options.directories:
        found = cases_of(directory) if directory.exists() else {}
        if not found and not options.steps and not options.failed_steps:
            found = {f"{directory.name}: no report": "failed"}
        merge(found, {f"step {step}": "passed" for step in options.steps if step not in options.failed_steps})
        told = {f"test_{name.split(':')[0]}" for name, outcome in found.items() if outcome == "failed"}
        merge(found, {f"step {step}": "failed" for step in options.failed_steps if step not in told})
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "verdict.json").write_text(json.dumps(found, indent=1, sort_keys=True))
        merge(total, found)

    for outcome in ("failed", "skipped"):
        for name in sorted(name for name, it in total.items() if it == outcome):
            print(f"{outcome}: {name}")
    counts = {outcome: sum(it == outcome for it in total.values()) for outcome in ORDER}
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 0 if counts["passed"] and not counts["failed"] and not counts["skipped"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
