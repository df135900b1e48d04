"""How fast rule files are linted: `python benchmarks/lint.py [--runs N]`.

A repository of 20 rule files with 1,000 clauses is written to a temporary folder, the same in every run. Timed are
`kaoping lint` on all of it, as a process, and one file of 50 clauses in a process that has only imported the
linter. Beside them, in the same run: Lark alone on the sentences (its own lexer and LALR parser on our grammar, no meaning),
and yamllint, a linter of the same kind, on as many lines of YAML (where it is installed).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

FILES, CLAUSES = 20, 50
SUBJECTS = (
    *("工作计划", "月报", "宣传稿件", "投诉办件", "数据归集", "项目资金", "培训记录", "巡查台账", "整改清单"),
    *(
        "政务公开",
        "档案资料",
        "应急演练",
        "安全检查",
        "满意度调查",
        "设备运维",
        "信息系统",
        "采购合同",
        "会议材料",
    ),
)
FORMS = (
    "按时报送{s}的，得{p}分；未报送的，不得分。",
    "{s}不报、迟报、漏报{{{s}问题}}一次扣0.5分，扣完为止。",
    "{s}达到{n}个得{p}分，每少10个扣0.1分，扣完为止。",
    "{s}完成率{{{s}完成数 / {s}任务数}}≥100%，得{p}分；100%＞{s}完成率≥80%，得1分；{s}完成率＜80%，不得分。",
    "{s}合格率达到90%，得{p}分，每降低一个百分点扣0.2分，扣完为止。",
    "{s}排名第1-3名，得{p}分；第4-6名，得2分；第6名之后，得1分。",
    "每开展一次{s}交流得0.5分，最高得{p}分。",
    "出现一次{s}泄露事件扣完{p}分。",
    "{s}每出现一次负面通报扣1分，超过2次扣完{p}分并取消年度优秀等次评选资格。",
    "在2024年{m}月30日前完成{s}，得{p}分，否则不得分。",
    "{s}合格率为优得{p}分，良得2分，中得1分，差不得分。",
    "{s}{{宣传稿件[级别 = 市级]}}每采用一篇得0.5分，最高得{p}分。同一篇稿件按最高级别计分。",
    "专家组根据{s}的落实情况酌情扣1-{p}分。",
    "{s}平均办理时长≤12小时，得{p}分；12小时＜{s}平均办理时长≤24小时，得1分；超过24小时的，不得分。",
    "未按要求提交{s}的，每发现一项扣0.2分，最高扣{p}分；无{s}的单位提供说明后可不扣分。",
)  # fmt: skip


def rule_file(number: int) -> str:
    chance = random.Random(number)
    lines = [
        f"办法  某某市{2000 + number}年工作考核办法",
        "期间  2024-01-01 至 2024-12-31",
        "等次  优秀（S≥90）、良好（90＞S≥80）、差（S＜80）",
        "单位  甲县、乙县、丙县、丁区",
        "事实  宣传稿件：事件，级别（省级及以上、市级）、标题",
    ]
    subjects = [f"{s}{part}" for part in ("", "一期", "二期") for s in SUBJECTS][:CLAUSES]
    for index, subject in enumerate(subjects):
        if index % 5 == 0:
            lines.append(f"一级指标  第{index // 5 + 1}类工作（{5 * 3}分）")
        form = FORMS[(index + number) % len(FORMS)]
        values = {"s": subject, "p": "3", "n": chance.randrange(20, 500), "m": chance.randrange(1, 13)}
        lines += [f"  二级指标  {subject}（3分）", f"    {form.format(**values)}"]
    return "\n".join(lines) + "\n"


def write_repository(folder: Path) -> list[Path]:
    files = [folder / f"办法{number:02}.rubric" for number in range(FILES)]
    for number, file in enumerate(files):
        file.write_text(rule_file(number), encoding="utf-8")
    return files


def process(*arguments: str) -> float:
    """Seconds of a whole process."""
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return time.perf_counter() - begin


ALONE = """
import sys, time
from pathlib import Path
import kaoping.commands.lint, kaoping.lint.run, kaoping.render.findings.text
from kaoping.source import SourceFile
begin = time.perf_counter()
kaoping.lint.run.lint(SourceFile.read(Path(sys.argv[1])))
print(time.perf_counter() - begin)
"""

LARK = """
import sys, time
from pathlib import Path
from lark import Lark
from kaoping.language.document import read_outline
from kaoping.language.grammars import load_grammar
from kaoping.language.scan import normalise
from kaoping.source import SourceFile
texts = []
def below(indicators):
    for indicator in indicators:
        texts.extend(normalise(clause.wording) for clause in indicator.clauses)
        below(indicator.children)
for name in sys.argv[1:]:
    below(read_outline(SourceFile.read(Path(name))).indicators)
parser = Lark(load_grammar("clause"), parser="lalr", lexer="contextual", maybe_placeholders=False)
parser.parse(texts[0])
begin = time.perf_counter()
for text in texts:
    parser.parse(text)
print(time.perf_counter() - begin)
"""


def told(code: str, *arguments: str) -> float:
    """Seconds that a program measured itself."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, check=True, encoding="utf-8"
    )
    return float(done.stdout)


def yaml_of(folder: Path, lines: int) -> Path:
    """As many lines of YAML as the rule files have, with as many words."""
    file = folder / "peer.yaml"
    rows = [f"- name: {SUBJECTS[n % len(SUBJECTS)]}\n  points: {n % 10}\n" for n in range(lines // 2)]
    file.write_text("---\n" + "".join(rows), encoding="utf-8")
    return file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [str(file) for file in write_repository(folder)]
        lines = sum(Path(file).read_text(encoding="utf-8").count("\n") for file in files)
        measures = {
            "1,000 clauses in 20 files, whole process": lambda: process("-m", "kaoping", "lint", *files),
            "1 file of 50 clauses, whole process": lambda: process("-m", "kaoping", "lint", files[3]),
            "1 file of 50 clauses, after imports": lambda: told(ALONE, files[3]),
            "start-up: kaoping --version": lambda: process("-m", "kaoping", "--version"),
            "peer: Lark alone on the 1,000 sentences": lambda: told(LARK, *files),
        }
        if importlib.util.find_spec("yamllint"):
            peer = str(yaml_of(folder, lines))
            measures[f"peer: yamllint on {lines} lines of YAML"] = lambda: process(
                "-m", "yamllint", "-d", "relaxed", peer
            )
        seconds = {what: sorted(measure() for _ in range(runs)) for what, measure in measures.items()}
    print(f"{'seconds of ' + str(runs) + ' runs':46} {'min':>7} {'median':>7} {'max':>7}")
    for what, times in seconds.items():
        print(f"{what:46} {times[0]:7.2f} {median(times):7.2f} {times[-1]:7.2f}")
    print(json.dumps({what: round(median(times), 3) for what, times in seconds.items()}))


if __name__ == "__main__":
    main()
