#!/usr/bin/env python3
"""Searches many seeds with the shipped binary, and proves that the search can fail.

    search.py --release PROGRAM --dev PROGRAM --planted FOLDER --report FILE.xml [--seeds N] [--dev-seeds N]

Four claims, one test case each, written as JUnit:
- every promise holds in N seeds of the release build;
- and in fewer seeds of the build with sanitizers;
- a seed is the same run in both builds, and twice in one;
- every planted bug (tests/simulation/planted) is found within 1,000 seeds, with a story and a command.
"""

import argparse
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as xml
from pathlib import Path

PLANTED_SEEDS = 1000
STORY_LINES = 60


def simulate(program, seeds):
    """Returns (exit code, everything it said)."""
    command = [program, "sim", "--seed", "1", "--runs", str(seeds)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return ended.returncode, ended.stdout


def trace_hash(said):
    found = re.findall(r"trace hash ([0-9a-f]{16})", said)
    return found[-1] if found else None


def holds(program, seeds):
    """Returns what is wrong, None when every promise held."""
    code, said = simulate(program, seeds)
    print(said.strip().splitlines()[-1] if said.strip() else f"{program} said nothing")
    return None if code == 0 else said


def agree(release, dev, seeds):
    hashes = {name: trace_hash(simulate(program, seeds)[1]) for name, program in (("release", release), ("release, again", release), ("dev", dev))}
    print(", ".join(f"{name} {value}" for name, value in hashes.items()))
    return None if None not in hashes.values() and len(set(hashes.values())) == 1 else f"the trace hashes differ: {hashes}"


def is_found(program):
    code, said = simulate(program, PLANTED_SEEDS)
    found = re.search(r"^Seed (\d+) breaks a promise", said, re.M)
    if code != 1 or not found:
        return f"not found within {PLANTED_SEEDS} seeds:\n{said[-2000:]}"
    if "Broken promises:" not in said or not re.search(r"^Replay: gyeol sim --seed \d+", said, re.M):
        return f"found, without a story or a command:\n{said[-2000:]}"
    promise = said.split("Broken promises:\n")[1].splitlines()[0].strip(" -")
    print(f"{program.name}: found by seed {found.group(1)}: {promise}")
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--release", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--planted", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=2000)
    parser.add_argument("--dev-seeds", type=int, default=50)
    options = parser.parse_args()

    claims = {
        f"EveryPromiseHoldsIn{options.seeds}Seeds": lambda: holds(options.release, options.seeds),
        f"EveryPromiseHoldsIn{options.dev_seeds}SeedsUnderSanitizers": lambda: holds(options.dev, options.dev_seeds),
        "ASeedIsTheSameRunInEveryBuild": lambda: agree(options.release, options.dev, options.dev_seeds),
    }
    planted = sorted(Path(__file__).parent.glob("planted/*.bug"))
    for bug in planted:
        claims[f"FindsThePlantedBug.{bug.stem}"] = lambda bug=bug: is_found(options.planted / f"sim_with_{bug.stem}")

    suite = xml.Element("testsuite", name="simulation")
    failed = 0
    for name, claim in claims.items():
        begun = time.monotonic()
        wrong = claim()
        case = xml.SubElement(suite, "testcase", classname="Simulation", name=name, time=f"{time.monotonic() - begun:.1f}")
        if wrong:
            failed += 1
            shown = "\n".join(wrong.splitlines()[-STORY_LINES:])
            print(f"FAILED {name}\n{shown}")
            xml.SubElement(case, "failure", message=name).text = wrong
    options.report.parent.mkdir(parents=True, exist_ok=True)
    xml.ElementTree(suite).write(options.report, encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
