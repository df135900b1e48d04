"""How fast facts are matched: `python benchmarks/engine.py [FACTS]`.

Thirty selectors over fifteen names, 600 units. `bare` is the loop that one writes first with
durable-rules, asserting and retracting through its `Host` (without the host's threads), its rules
already reduced to what that engine can compare. The others are ours, and check every fact as well.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from durable.engine import Host, MessageNotHandledException

from kaoping.engines.durable import DurableEngine, Matcher
from kaoping.facts.fact import Fact
from kaoping.selection import Aggregate, FieldTest, Selector

NAMES = [f"事项{n}" for n in range(15)]
JUNE = date(2021, 6, 1)
TESTS = ((), (FieldTest("级别", "=", "国家级"),), (FieldTest("日期", "≥", JUNE),))
SELECTORS = [Selector(f"{n // 5 + 1}.{n % 5 + 1}", "", NAMES[n % 15], TESTS[n % 3]) for n in range(30)]


class QuietHost(Host):  # type: ignore[misc]
    def _run(self) -> None:
        pass


def facts(number: int) -> list[Fact]:
    levels = [{"级别": level} for level in ("国家级", "省级", "市级")]
    return [
        Fact(
            id=f"F{n}",
            unit=f"单位{n % 600}",
            name=NAMES[n % 15],
            value=Decimal(1),
            day=date(2021, n % 12 + 1, n % 28 + 1),
            fields=levels[n % 3],
        )
        for n in range(number)
    ]


def bare(stream: list[Fact]) -> tuple[int, object]:
    fired: list[int] = []

    def rule(selector: Selector) -> dict[str, Any]:
        of_tests = {"级别": {"level": "国家级"}, "日期": {"since_june": True}}
        conditions = [{"name": selector.name}, *(of_tests[test.field] for test in selector.tests)]
        return {"all": [{"m": {"$and": conditions}}], "run": lambda c: fired.append(1)}

    host = QuietHost({"rubric": {selector.id: rule(selector) for selector in SELECTORS}})
    for n, fact in enumerate(stream):
        assert fact.day
        message = {"id": n, "name": fact.name, "level": fact.fields["级别"], "since_june": fact.day >= JUNE}
        try:
            host.assert_fact("rubric", message)
            host.retract_fact("rubric", message)
        except MessageNotHandledException:
            pass
    return len(fired), host


def match(stream: list[Fact]) -> tuple[int, object]:
    matcher = Matcher(SELECTORS)
    return sum(len(matcher.match(fact)) for fact in stream), matcher


def count(stream: list[Fact]) -> tuple[int, object]:
    engine = DurableEngine(SELECTORS)
    aggregates = {selector.id: Aggregate(selector, "count") for selector in SELECTORS}
    fired = 0
    for fact in stream:
        for selector in engine.add(fact):
            fired += 1
            engine.figure(fact.unit, aggregates[selector.id])
    return fired, engine


def megabytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 // 2**20


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    stream = facts(number)
    runs: list[tuple[Callable[[list[Fact]], tuple[int, object]], list[Fact]]] = [
        (bare, stream[: number // 5]),
        (match, stream),
        (count, stream),
    ]
    for run, part in runs:
        before, start = megabytes(), time.perf_counter()
        fired, _kept = run(part)
        rate = len(part) / (time.perf_counter() - start)
        print(
            f"{run.__name__:6} {rate:10,.0f} facts/s  {fired / len(part):.2f} fired/fact  +{megabytes() - before} MB"
        )


if __name__ == "__main__":
    main()
