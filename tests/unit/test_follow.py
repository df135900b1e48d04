from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from casework import HEADER, rubric_of
from kaoping.diagnostics import Diagnostic
from kaoping.facts.fact import Fact
from kaoping.facts.standing import Standing
from kaoping.follow import STDIN, Following
from kaoping.ledger import Entry
from kaoping.pipeline import score
from kaoping.render.scores import as_json
from kaoping.render.text import format_diagnostic
from kaoping.sheet import make_sheet

RULE = """办法  甲办法
期间  2021-01-01 至 2021-12-31
满分  7分，总分不高于7分
单位  甲县、乙县
一级指标  报送（3分）
  漏报{漏报}一次扣2分，扣完为止。
一级指标  办件（4分）
  办件量{办件}第1名，得4分；第2名，得2分。
"""
OPEN_RULE = RULE.replace("单位  甲县、乙县\n", "")


def lines(*facts: dict[str, object]) -> list[bytes]:
    return [json.dumps(fact, ensure_ascii=False).encode() + b"\n" for fact in facts]


def event(id_: str, unit: str = "甲县", **more: object) -> dict[str, object]:
    return {"编号": id_, "单位": unit, "事项": "漏报", "日期": "2021-03-05", **more}


def followed(rule: str, stream: Iterable[bytes]) -> tuple[Following, list[str]]:
    following = Following(rubric_of(rule), HEADER)
    happened = [*following.lines(stream), *following.close()]
    return following, [
        format_diagnostic(one) if isinstance(one, Diagnostic) else f"{one.unit} {one.effective}"
        for one in happened
    ]


def test_an_entry_is_made_before_the_next_line_is_read() -> None:
    seen: list[str] = []

    def stream() -> Iterable[bytes]:
        yield lines(event("A"))[0]
        assert seen == ["甲县 -2"]
        yield lines(event("B"))[0]
        assert seen == ["甲县 -2", "甲县 -1"]

    for one in Following(rubric_of(RULE), HEADER).lines(stream()):
        assert isinstance(one, Entry)
        seen.append(f"{one.unit} {one.effective}")


def test_what_overtakes_its_fact_waits_for_it() -> None:
    withdrawal: dict[str, object] = {"编号": "A", "操作": "撤回", "说明": "误记"}
    following, happened = followed(RULE, lines(withdrawal, event("A"), event("B")))
    assert happened == ["甲县 -2", "甲县 2", "甲县 -2"]
    assert (following.counts.accepted, following.counts.refused) == (3, 0)


def test_what_never_finds_its_fact_is_refused_in_the_end() -> None:
    following, happened = followed(RULE, lines(event("A", 操作="更正"), event("B")))
    assert happened[0] == "甲县 -2"
    assert happened[1].startswith(f"{STDIN} 第1行「编号」: 错误[F008] 没有编号为「A」的记录，不能更正")
    assert (following.counts.accepted, following.counts.refused) == (1, 1)


def test_a_ranked_clause_moves_others_at_once() -> None:
    figures = (("甲县", 5, "新增"), ("乙县", 6, "新增"), ("甲县", 7, "更正"))
    stream = lines(*({"单位": u, "事项": "办件", "值": v, "操作": o} for u, v, o in figures))
    following, happened = followed(RULE, stream)
    assert happened[-2:] == ["甲县 2", "乙县 -2"]
    assert following.assessment.clause("甲县", "2.1").low == 4


def test_units_that_nobody_listed_join_with_their_first_fact(tmp_path: Path) -> None:
    stream = lines(
        event("A", "丙县"),
        {"单位": "丙县", "事项": "办件", "值": 5},
        event("B", "乙县"),
        {"单位": "乙县", "事项": "办件", "值": 9},
    )
    following, _ = followed(OPEN_RULE, stream)
    (tmp_path / "法.rubric").write_text(OPEN_RULE, encoding="utf-8")
    (tmp_path / "事实.jsonl").write_bytes(b"".join(reversed(stream)))
    batch = score(tmp_path / "法.rubric", [tmp_path / "事实.jsonl"]).sheet
    assert batch is not None
    sheet = make_sheet(following.assessment)
    assert as_json(sheet, sheet.standings) == as_json(batch, batch.standings).replace(
        "法.rubric", "甲.rubric"
    )


def test_standing_facts_come_out_as_they_went_in() -> None:
    from datetime import date
    from decimal import Decimal

    from kaoping.diagnostics import Place

    facts = [
        Fact("a", "甲县", "漏报", Decimal(1), date(2021, 3, 5), {"级别": "省级"}, "说明", Place("甲.csv", 3)),
        Fact("b", "乙县", "办件", Decimal("1.50"), None, place=Place("甲.xlsx", 4, "办件", "数据")),
        Fact("c", "甲县", "漏报", Decimal(1), date(2021, 3, 5), {"级别": "省级"}, "说明", Place("乙.csv")),
    ]
    standing = Standing()
    for fact in facts:
        standing.put(fact)
    assert [standing.get(fact.id) for fact in facts] == facts
    assert [found.place for fact in facts if (found := standing.get(fact.id))] == [f.place for f in facts]
    standing.remove("b")
    assert (standing.get("b"), "b" in standing, list(standing)) == (None, False, ["a", "c"])


def program(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    (folder / "甲.rubric").write_text(RULE, encoding="utf-8")
    command = [sys.executable, "-m", "kaoping", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe)


def test_from_the_command_line_entry_by_entry_until_it_is_interrupted(tmp_path: Path) -> None:
    with program(tmp_path, "score", "甲.rubric", "--follow", "--ledger", "台账.jsonl") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(b"".join(lines(event("A"))))
        running.stdin.flush()
        first = running.stdout.readline().decode()
        assert first.startswith("甲县　第1.1条：2021-03-05，「漏报」为1次（标准输入 第1行）。")
        assert "2021-03-05" in (tmp_path / "台账.jsonl").read_text(encoding="utf-8")
        running.send_signal(signal.SIGINT)
        rest = running.stdout.read().decode()
        assert "甲县" in rest
        assert "Aborted" not in rest
    assert running.returncode == 0


@pytest.mark.parametrize(
    ("stream", "code", "told"),
    [
        (lines(event("A")), 0, "收下 1 条事实"),
        (lines(event("A"), event("B", "丁县")), 1, "不在名单内"),
        ([], 2, "没有可用的事实"),
        ([b"{]\n"], 2, "这一行读不出来"),
    ],
)
def test_the_exit_code_tells(tmp_path: Path, stream: list[bytes], code: int, told: str) -> None:
    with program(tmp_path, "score", "甲.rubric", "--follow", "--format", "json") as running:
        out, err = running.communicate(b"".join(stream))
    assert running.returncode == code
    assert told in err.decode()
    if code < 2:
        json.loads(out, parse_float=pytest.fail)


def test_a_ledger_that_was_streamed_can_be_replayed(tmp_path: Path) -> None:
    (tmp_path / "先.csv").write_text("编号,单位,事项,日期\nA,甲县,漏报,2021-02-01\n", encoding="utf-8")
    stream = b"".join(lines(event("B"), {"编号": "A", "操作": "撤回"}))
    (tmp_path / "流.jsonl").write_bytes(stream)
    given = ("score", "甲.rubric", "--follow", "--facts", "先.csv", "--ledger", "台账.jsonl")
    with program(tmp_path, *given) as running:
        running.communicate(stream)
    replay = ("replay", "台账.jsonl", "--rules", "甲.rubric", "--facts", "先.csv", "流.jsonl")
    with program(tmp_path, *replay) as running:
        out, _ = running.communicate()
    assert (running.returncode, out.decode()) == (0, "台账可以重现：7 条分录，逐字节一致。\n")
    (tmp_path / "流.jsonl").write_bytes(stream.replace(b"B", b"C"))
    with program(tmp_path, *replay) as running:
        out, _ = running.communicate()
    assert running.returncode == 1
    assert "台账不能重现" in out.decode()


def test_a_ledger_is_never_replaced_by_another(tmp_path: Path) -> None:
    given = ("score", "甲.rubric", "--follow", "--ledger", "台账.jsonl")
    for code in (0, 2):
        with program(tmp_path, *given) as running:
            _, err = running.communicate(b"".join(lines(event("A"))))
        assert running.returncode == code, err.decode()
    assert "已有一份台账" in err.decode()
    facts = tmp_path / "事实.jsonl"
    batch = ("score", "甲.rubric", "--facts", "事实.jsonl", "--ledger", "批.jsonl")
    for facts_given, code in ((("A",), 0), (("A",), 0), (("A", "B"), 2)):
        facts.write_bytes(b"".join(lines(*(event(id_) for id_ in facts_given))))
        with program(tmp_path, *batch) as running:
            _, err = running.communicate()
        assert running.returncode == code, err.decode()
    assert "已有一份台账" in err.decode()


def test_notes_do_not_bury_what_matters(tmp_path: Path) -> None:
    stream = lines(event("A"), *[event("A")] * 40, event("B", "丁县"))
    with program(tmp_path, "score", "甲.rubric", "--follow") as running:
        _, err = running.communicate(b"".join(stream))
    told = err.decode()
    assert told.count("[F011]") == 20
    assert "以后的提示不再逐条打印" in told
    assert "丁县" in told
    assert "重复 40 条" in told
