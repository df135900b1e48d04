"""Broken rule files by the thousand: `make fuzz`, or `python benchmarks/fuzz.py --minutes 10 [--seed N]`.

The rule files of rules/ are cut up, mixed, grown, re-encoded and sprinkled with what hurts readers, and linted in
processes of their own, with all checks and in every output format. Whatever happens must be findings: never a
traceback, more than LIMIT_SECONDS of its own time, or more than LIMIT_MB of memory. Files for which that does not
hold are kept in build/fuzz.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import select
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

LIMIT_SECONDS, LIMIT_MB = 10, 500
ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "fuzz"
FORMATS = ("text", "text", "text", "json", "sarif", "github", "gitlab", "junit")

TOKENS = (
    *("得3分", "扣0.5分", "每少10个扣0.1分", "扣完为止", "最高扣20分", "不得分", "此项得0分", "酌情扣1-3分", "满分"),
    *("100%＞完成率≥80%", "第1-3名", "前20%", "否则", "取消评优资格", "按比例得分", "得分=甲/乙×分值", "每降低一个百分点"),
    *("{甲}", "{甲 / 乙}", "{平均(甲.乙)}", "{甲[级别 = 市级]}", "{", "}", "{{", "{甲，按乙去重，取丙最高}", "{以95%为基数}"),
    *("（", "）", "(", "[", "、", "，", "；", "。", "：", "≥", "%", "-", "~", "—", "/", "=", "#", "　", "\t", "\n", "\n  ", "1．"),
    *("办法  ", "期间  ", "满分  ", "等次  ", "取值  ", "计分  达标率", "单位  ", "事实  ", "定义  ", "适用  ", "说明  "),
    *("一级指标  ", "二级指标  ", "项目名称  ", "认可  T001：略", "一、", "（一）", "①", "十十", "一百二十", "半", "两", "0", "9" * 250),
    *("1e999999", "-1", "0.0000001", "\0", "\x1b[2J", "\u202e", "\u200b", "\ufeff", "\u2028", "\x85", "e\u0301", "𠮷", "\ud7ff"),
    *("一级指标\t评分标准\n", "一级指标\t二级指标\t三级指标\t分值\t评分标准\n", '"', "\t\t\t"),
)  # fmt: skip


def seeds() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("rules/*/*.rubric"))]


def mutated(chance: random.Random, texts: list[str]) -> bytes:
    """A broken rule file."""
    text = chance.choice(texts) if chance.random() < 0.9 else ""
    for _ in range(chance.choice((1, 2, 4, 8, 30, 100))):
        text = _mutate(chance, text, texts)[:400_000]
    if chance.random() < 0.02:
        text = (text * 100)[:300_000]
    raw = text.encode("utf-8", "replace")
    if chance.random() < 0.1:
        raw = _damaged(chance, raw, text)
    return raw


def _mutate(chance: random.Random, text: str, texts: list[str]) -> str:
    at = chance.randrange(len(text) + 1)
    end = min(len(text), at + chance.choice((1, 2, 5, 20, 200)))
    lines = text.split("\n")
    row = chance.randrange(len(lines))
    match chance.randrange(10):
        case 0 | 1 | 2:
            return text[:at] + chance.choice(TOKENS) + text[at:]
        case 3:
            return text[:at] + text[end:]
        case 4:
            return text[:at] + text[at:end] * chance.choice((2, 3, 50)) + text[end:]
        case 5:
            return text[:at] + chance.choice(TOKENS) * chance.choice((2, 10, 300)) + text[at:]
        case 6:
            other = chance.choice(texts)
            start = chance.randrange(len(other))
            return text[:at] + other[start : start + chance.choice((5, 50, 500))] + text[at:]
        case 7:
            lines.insert(chance.randrange(len(lines) + 1), lines.pop(row))
        case 8:
            lines[row : row + 1] = ["".join(chance.choices(TOKENS, k=chance.choice((3, 10, 40))))]
        case _:
            lines[row : row + 2] = ["".join(lines[row : row + 2])]
    return "\n".join(lines)


def _damaged(chance: random.Random, raw: bytes, text: str) -> bytes:
    match chance.randrange(4):
        case 0:
            return text.encode(chance.choice(("gb18030", "utf-16", "utf-16-be", "utf-32", "big5")), "replace")
        case 1:
            return chance.randbytes(chance.choice((0, 1, 100, 10_000)))
        case 2:
            at = chance.randrange(len(raw) + 1)
            return raw[:at] + chance.randbytes(chance.choice((1, 3, 50))) + raw[at:]
        case _:
            return raw[: chance.randrange(len(raw) + 1)]


# ---------------------------------------------------------------- the process that lints


def serve() -> None:
    """Lint the file of each line of standard input, and answer with a line of JSON."""
    from click.testing import CliRunner

    from kaoping.cli import cli

    resource.setrlimit(resource.RLIMIT_AS, (4 * LIMIT_MB << 20, 4 * LIMIT_MB << 20))
    for line in sys.stdin:
        path, form = line.split()
        begin = time.process_time()
        result = CliRunner().invoke(cli, ["lint", "--format", form, path])
        answer = {
            "code": result.exit_code,
            "error": "" if isinstance(result.exception, SystemExit | None) else repr(result.exception)[:300],
            "seconds": round(time.process_time() - begin, 2),
            "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
            "silent": not result.output.strip() and form != "github",
        }
        print(json.dumps(answer), flush=True)


class Worker:
    """A process that lints; a new one after it had to be killed."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def lint(self, path: Path, form: str) -> dict[str, Any]:
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, __file__, "--serve"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{path} {form}\n")
        self.process.stdin.flush()
        # The machine may be busy: more is waited than is allowed, and what counts is the time of the process itself.
        ready, _, _ = select.select([self.process.stdout], [], [], 6 * LIMIT_SECONDS)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.stop()
            return {
                "code": -1,
                "error": "hangs" if not ready else "died",
                "seconds": 0,
                "mb": 0,
                "silent": False,
            }
        answer: dict[str, Any] = json.loads(line)
        if answer["mb"] > LIMIT_MB:
            self.stop()  # the measure only grows
        return answer

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def fault(answer: dict[str, Any]) -> str:
    if answer["error"] or answer["code"] not in (0, 1, 2):
        return answer["error"] or f"exit code {answer['code']}"
    if answer["seconds"] > LIMIT_SECONDS:
        return f"{answer['seconds']} s"
    if answer["mb"] > LIMIT_MB:
        return f"{answer['mb']} MB"
    return "says nothing" if answer["silent"] else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return 0
    texts, worker, until = seeds(), Worker(), time.monotonic() + 60 * options.minutes
    files = faults = 0
    codes: Counter[int] = Counter()
    slowest, largest = 0.0, 0
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "例.rubric"
        while time.monotonic() < until:
            chance = random.Random(f"{options.seed} {files}")
            raw, form = mutated(chance, texts), chance.choice(FORMATS)
            path.write_bytes(raw)
            answer = worker.lint(path, form)
            files += 1
            codes[answer["code"]] += 1
            slowest, largest = max(slowest, answer["seconds"]), max(largest, answer["mb"])
            if wrong := fault(answer):
                faults += 1
                KEPT.mkdir(parents=True, exist_ok=True)
                kept = KEPT / f"{options.seed}-{files - 1}.rubric"
                kept.write_bytes(raw)
                print(f"{kept.relative_to(ROOT)} ({form}): {wrong}", flush=True)
    worker.stop()
    print(f"{files} files, exit codes {dict(sorted(codes.items()))}, {faults} faults", end=", ")
    print(f"slowest {slowest} s, most memory {largest} MB")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
