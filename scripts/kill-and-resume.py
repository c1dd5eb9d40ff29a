#!/usr/bin/env python3
"""Kills a session with SIGKILL at random instants, resumes it each time, and compares its report with an undisturbed one.

    python3 scripts/kill-and-resume.py FOLDER [KILLS] [SEED]

FOLDER gets two stores, one of each session. Exits with 1 where the reports differ in anything but clocks.
"""

import json
import pathlib
import random
import subprocess
import sys
import time

TAPELEARN = pathlib.Path(__file__).resolve().parent.parent / "tapelearn"
BUDGET = [
    "environment_learner.max_learning_rounds=2",
    "environment_learner.optimization_rounds_per_cycle=12",
    "evaluation.test_tasks=40",
]
# What a report says of clocks, and the name of the session, which is made of one.
CLOCKS = {"session", "seconds", "rollouts_per_second"}


def report(store):
    text = subprocess.run(
        [TAPELEARN, "report", "--json", "--store", store], check=True, capture_output=True, text=True
    ).stdout
    return without_clocks(json.loads(text))


def begun(store):
    """Whether a session is there to be resumed: a kill may come before it."""
    listed = subprocess.run([TAPELEARN, "sessions", "--json", "--store", store], capture_output=True, text=True)
    return listed.returncode == 0 and bool(json.loads(listed.stdout))


def without_clocks(value):
    if isinstance(value, dict):
        return {key: without_clocks(item) for key, item in value.items() if key not in CLOCKS}
    if isinstance(value, list):
        return [without_clocks(item) for item in value]
    return value


def main():
    folder = pathlib.Path(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    instants = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    whole, killed = folder / "whole", folder / "killed"
    began = time.monotonic()
    subprocess.run([TAPELEARN, "learn", "--quiet", "--store", whole, *BUDGET], check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - began
    print(f"undisturbed: {seconds:.0f} s", flush=True)
    command, done = [TAPELEARN, "learn", "--quiet", "--store", killed, *BUDGET], 0
    while True:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        delay = instants.uniform(0.2, 9)
        try:
            status = process.wait(delay if done < kills else None)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            done += 1
            print(f"kill {done} after {delay:.1f} s", flush=True)
            if begun(killed):
                command = [TAPELEARN, "resume", "--quiet", "--store", killed]
            continue
        if status != 0:
            sys.exit(f"{command[1]} ended with exit code {status}.")
        break
    equal = report(whole) == report(killed)
    print(f"{done} kills; the reports are {'equal' if equal else 'different'}")
    sys.exit(0 if equal else 1)


if __name__ == "__main__":
    main()
