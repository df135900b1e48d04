"""A million facts, line by line, to scores and a ledger on disk: `python benchmarks/stream.py`.

The rubric has 30 clauses of the forms that official rubrics use and scores 2,844 units (as many as
China has counties). Facts are JSON lines in no order of units or kinds; one in a hundred says again
what was said, one in a hundred withdraws or corrects. What is timed is what `kaoping score --follow`
does: reading, validation, repeats and corrections, matching by durable-rules, measures, exact
scores, bounds of all indicators, a sentence for every entry, the hash chain, and writing it out.

Against it, in the same process: bare loops that parse each line with `json` and hand its kind to a
durable-rules ruleset of 30 rules that do nothing. `bare` uses the calls that Kaoping itself uses
(the C functions of durable-rules, driven directly); `host` the documented ones (`Host.assert_fact`
and `retract_fact`), as a program without Kaoping would.

    python benchmarks/stream.py              10,000, 100,000 and 1,000,000 facts; JSON in the last line
    python benchmarks/stream.py 50000        so many facts only
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

UNITS = 2_844
SIZES = (10_000, 100_000, 1_000_000)
# What is said of a kind of event, by the number of its clause; {k} becomes the name of the kind.
FORMS = (
    "未按时报送{{{k}}}的，每次扣0.5分，扣完为止",
    "缺席{{{k}}}每次扣1分，最高扣2分",
    "被通报{{{k}}}的，每发现一次扣0.2分，扣完为止",
    "每完成一项{{{k}}}得0.1分，最高得3分",
    "达到10件{{次数({k})}}得3分，每少1件扣0.3分，扣完为止",
    "12件及以上{{次数({k})}}得3分；6件及以上得2分；6件以下得1分",
    "每篇省级稿件{{{k}[级别 = 省级]}}得0.5分；每篇市级稿件{{{k}[级别 = 市级]}}得0.2分。最多得3分",
    "每出现一次{{{k}}}扣1分，超过2次扣完3分并取消年度优秀等次评选资格",
)
KINDS = 30


def unit(number: int) -> str:
    return f"第{number:04d}县"


def kind(number: int) -> str:
    return f"事项{number:02d}"


def rubric() -> str:
    head = (
        "办法  流式计分测试办法\n期间  2024-01-01 至 2024-12-31\n满分  90分，总分不高于90分\n"
        "等次  优秀（S≥80）、良好（80＞S≥60）、合格（60＞S≥40）、不合格（S＜40）\n"
        f"单位  {'、'.join(unit(n) for n in range(UNITS))}\n"
    )
    lines = []
    for number in range(KINDS):
        if number % 3 == 0:
            lines.append(f"一级指标  指标{number // 3 + 1}（9分）")
        sentence = FORMS[number % len(FORMS)].format(k=kind(number))
        lines.append(f"  二级指标  {kind(number)}（3分）\n    1．{sentence}。")
    return head + "\n".join(lines) + "\n"


def facts(number: int) -> Iterator[str]:
    """JSON lines. The same number gives the same lines."""
    chance = random.Random(number)
    said: list[str] = []
    for index in range(number):
        dice = chance.randrange(100)
        if dice == 0 and said:
            yield said[chance.randrange(len(said))]
            continue
        if dice == 1 and said:
            fact = json.loads(said.pop(chance.randrange(len(said))))
            yield json.dumps({"编号": fact["编号"], "操作": "撤回", "说明": "经核实"}, ensure_ascii=False)
            continue
        which = chance.randrange(KINDS)
        day = f"2024-{chance.randrange(12) + 1:02d}-{chance.randrange(28) + 1:02d}"
        fact = {
            "编号": f"F{index:07d}",
            "单位": unit(chance.randrange(UNITS)),
            "事项": kind(which),
            "日期": day,
        }
        fact["数量"] = 2 if chance.randrange(20) == 0 else 1
        if which % len(FORMS) == 6:
            fact["级别"] = chance.choice(("省级", "市级", "县级"))
        line = json.dumps(fact, ensure_ascii=False)
        if len(said) < 20_000:
            said.append(line)
        yield line


def kaoping(folder: Path, number: int) -> None:
    """The program, in a process of its own, for its memory to be its own. Prints seconds and MB."""
    from kaoping.commands import collect_seldom
    from kaoping.diagnostics import Diagnostic
    from kaoping.follow import Following
    from kaoping.ledger import Header
    from kaoping.resolve import load
    from kaoping.sheet import make_sheet

    resolved = load(folder / "规则.rubric")
    assert resolved.rubric is not None, resolved.diagnostics
    collect_seldom()
    start = time.perf_counter()
    entries = refused = 0
    with (folder / "台账.jsonl").open("wb") as ledger, (folder / f"{number}.jsonl").open("rb") as lines:
        header = Header("流式计分测试办法", {"规则.rubric": resolved.rubric.digest}, {})
        following = Following(resolved.rubric, header, ledger.write, keep=False)
        for happening in following.lines(lines, f"{number}.jsonl"):
            if isinstance(happening, Diagnostic):
                refused += happening.severity == "error"
            else:
                entries += 1
        assert not list(following.close())
        sheet = make_sheet(following.assessment)
    seconds = time.perf_counter() - start
    assert not refused, refused
    assert len(sheet.standings) == UNITS
    assert following.counts.accepted + following.counts.repeated == number
    print(json.dumps([seconds, peak_megabytes(), entries]))


def peak_megabytes() -> float:
    """The most memory that this process ever held. (getrusage would count the parent's, up to the exec.)"""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write(path: Path, number: int) -> None:
    """The facts, one a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in facts(number))


def bare(folder: Path, number: int) -> None:
    """Parse and match, by the calls that Kaoping uses. Prints seconds."""
    from durable.engine import durable_rules_engine as rete

    rules = {f"r{n}": {"all": [{"m": {"kind": n}}]} for n in range(KINDS)}
    handle = rete.create_ruleset("bare", json.dumps(rules))
    messages = {kind(n): json.dumps({"id": 1, "kind": n}) for n in range(KINDS)}
    start = time.perf_counter()
    fired = 0
    with (folder / f"{number}.jsonl").open("rb") as lines:
        for line in lines:
            name = json.loads(line).get("事项")
            if name is None:
                continue
            message = messages[name]
            _, state = rete.assert_fact(handle, message)
            started = rete.start_action_for_state(handle, state)
            result = started[1] if started else None
            while result is not None:
                fired += 1  # the empty action
                result = rete.complete_and_start_action(handle, state)
            rete.retract_fact(handle, message)
    print(json.dumps([time.perf_counter() - start, fired]))


def host(folder: Path, number: int) -> None:
    """Parse and match, by the documented calls. Prints seconds."""
    from durable.engine import Host, MessageNotHandledException

    class QuietHost(Host):  # type: ignore[misc]
        def _run(self) -> None:
            """No threads: they take matches away."""

    fired: list[int] = []

    def action(_: object) -> None:
        fired.append(1)

    rules = {f"r{n}": {"all": [{"m": {"kind": n}}], "run": action} for n in range(KINDS)}
    engine = QuietHost({"bare": rules})
    kinds = {kind(n): n for n in range(KINDS)}
    start = time.perf_counter()
    with (folder / f"{number}.jsonl").open("rb") as lines:
        for index, line in enumerate(lines):
            name = json.loads(line).get("事项")
            if name is None:
                continue
            message = {"id": index, "kind": kinds[name]}
            try:
                engine.assert_fact("bare", message)
                engine.retract_fact("bare", message)
            except MessageNotHandledException:
                pass
    print(json.dumps([time.perf_counter() - start, len(fired)]))


def run(which: str, folder: Path, number: int) -> list[float]:
    command = [sys.executable, __file__, which, str(folder), str(number)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: list[float] = json.loads(done.stdout)
    return found


def main() -> None:
    if len(sys.argv) == 4:
        {"kaoping": kaoping, "bare": bare, "host": host}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
        return
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    print(
        f"{'facts':>9} {'seconds':>8} {'facts/s':>8} {'µs/fact':>8} {'peak MB':>8} {'entries':>9}"
        f" {'bare s':>7} {'ratio':>6} {'host s':>7} {'ratio':>6}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "规则.rubric").write_text(rubric(), encoding="utf-8")
        for number in sizes:
            write(folder / f"{number}.jsonl", number)
            before = run("bare", folder, number)[0]
            seconds, peak, entries = run("kaoping", folder, number)
            bare_seconds = (before + run("bare", folder, number)[0]) / 2
            tenth = max(
                1, number // 10
            )  # the documented calls are slow: a tenth of the lines tells their rate
            write(folder / f"{tenth}.jsonl", tenth)
            host_seconds = run("host", folder, tenth)[0] * number / tenth
            print(
                f"{number:9,} {seconds:8.1f} {number / seconds:8,.0f} {seconds / number * 1e6:8.1f} {peak:8.0f}"
                f" {entries:9,.0f} {bare_seconds:7.1f} {bare_seconds / seconds:6.2f}"
                f" {host_seconds:7.1f} {host_seconds / seconds:6.2f}"
            )
    print(
        json.dumps(
            {
                "facts": number,
                "seconds": round(seconds, 2),
                "bare_seconds": round(bare_seconds, 2),
                "ratio": round(bare_seconds / seconds, 3),
                "peak_mb": round(peak),
            }
        )
    )


if __name__ == "__main__":
    main()
