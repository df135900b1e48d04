from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from kaoping.commands.clause import clause_command

UNDERSTOOD = "达到385个得2分，每少10个扣0.1分，扣完为止"
NOT_UNDERSTOOD = "资料不全的，扣点分。"


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    result = CliRunner().invoke(clause_command, list(arguments), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def answers(stdin: str | bytes) -> tuple[int, list[dict[str, object]]]:
    result = run("--jsonl", stdin=stdin)
    return result.exit_code, [json.loads(line) for line in result.stdout_bytes.decode("utf-8").splitlines()]


def test_text_answer_shows_sentence_paraphrase_terms_and_remarks() -> None:
    result = run(UNDERSTOOD)
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == f"原文：{UNDERSTOOD}"
    assert lines[1].startswith("读作：")
    assert [line[:4] for line in lines[2:4]] == ["  · ", "  · "]
    assert any(line.startswith("  ※ ") for line in lines)


def test_what_is_not_understood_is_underlined_at_its_column() -> None:
    result = run(NOT_UNDERSTOOD)
    first, excerpt, carets, *_ = result.stdout.splitlines()
    assert result.exit_code == 1
    assert first.startswith("<子句>:1:")
    assert "错误[C001]" in first
    assert excerpt == f"    {NOT_UNDERSTOOD}"
    assert set(carets) == {" ", "^"}
    column = int(first.split(":")[2])
    assert carets.index("^") == 4 + 2 * (column - 1)  # every character before it is wide


def test_a_clause_without_points_is_not_understood() -> None:
    result = run("加强组织领导")
    assert result.exit_code == 1
    assert "错误[C002]" in result.stdout


def test_links_are_no_part_of_the_sentence() -> None:
    result = run("漏报{月报问题}一次扣0.5分")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "原文：漏报一次扣0.5分"


def test_a_brace_without_a_partner_hides_nothing() -> None:
    answer = json.loads(run("迟报一次扣1分；漏报{月报问题一次扣0.5分", "--json").stdout)
    assert [step["points"] for step in answer["deduct"]] == ["1", "0.5"]


def test_json_answer_knows_full_marks() -> None:
    result = run("按期完成，得满分，否则不得分", "--json", "--points", "１０")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["award"], answer["otherwise"], answer["understood"]) == ("10", "0", True)


def test_lines_are_answered_in_order_also_bad_ones() -> None:
    stdin = "\n".join(
        [
            '{"id": "a", "text": "每次扣1分", "points": "5"}',
            "",
            "no json",
            "[1]",
            '{"id": 3, "text": "得满分", "points": 2.50}',
            '{"id": "b"}',
            '{"id": "c", "text": "每次扣1分", "points": "-1"}',
            '{"id": "d", "text": "每次扣1分", "points": null}',
        ]
    )
    code, got = answers(stdin)
    assert code == 1
    assert [answer.get("id") for answer in got] == ["a", None, None, 3, "b", "c", "d"]
    assert [answer["understood"] for answer in got] == [True, False, False, True, False, False, True]
    assert got[3]["award"] == "2.5"
    assert [bool(answer.get("error")) for answer in got] == [not answer["understood"] for answer in got]


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"text": 5}',
        b'{"text": " "}',
        b'{"text": "x", "points": NaN}',
        b'{"text": "x", "points": true}',
        b'{"text": "x", "points": 1e999999999}',
        b'{"text": "x", "points": ' + b"9" * 5000 + b"}",
        b'{"text": "x", "points": [1]}',
    ],
)
def test_a_bad_line_says_what_is_wrong(line: bytes) -> None:
    code, got = answers(line)
    assert code == 1
    assert len(got) == 1
    assert got[0]["error"]


def test_odd_characters_survive() -> None:
    code, got = answers('\ufeff{"id": "\\ud800", "text": "每次扣1分"}\n')
    assert code == 0
    assert got[0]["id"] == "\ud800"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("  ",),
        ("得1分", "--points", "0"),
        ("得1分", "--points", "x"),
        ("得1分", "--jsonl"),
        ("--jsonl", "--json"),
    ],
)
def test_bad_usage_is_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_no_lines_at_all_is_2() -> None:
    assert run("--jsonl", stdin="\n\n").exit_code == 2


def test_a_target_is_read_where_it_is_asked_for() -> None:
    result = run("--target", "服务事项办结平均时限 1.4个工作日")
    assert result.exit_code == 0
    assert "读作：服务事项办结平均时限：≤1.4个工作日。" in result.stdout
    assert "原文只写“1.4个工作日”，读作≤1.4个工作日" in result.stdout


def test_a_target_that_was_not_asked_for_is_refused_with_a_hint() -> None:
    result = run("安康码申领人数≥3.8万")
    assert result.exit_code == 1
    assert "--target" in result.stdout
    assert "--target" not in run("不知道说什么").stdout


def test_what_is_no_target_is_said_to_lack_a_value() -> None:
    result = run("--target", "没有值的")
    assert result.exit_code == 1
    assert "看不出指标值" in result.stdout


def test_targets_come_in_lines_too() -> None:
    result = run("--jsonl", "--target", stdin='{"id": 1, "text": "满意度≥90%"}\n')
    assert json.loads(result.stdout)["target"] == {"name": "满意度", "value": "≥90%", "when": "≥90%"}


def test_a_target_has_no_points() -> None:
    assert run("--target", "--points", "5", "满意度≥90%").exit_code == 2
