"""kaoping diff: two sides of any kind, their scores, exit codes, and what is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli
from kaoping.diff import Comparison, compare
from kaoping.diff.page import LIMIT, as_markdown, safe
from kaoping.diff.tell import as_text
from kaoping.render.scores import points_text
from kaoping.render.sides import signed
from kaoping.source import SourceFile
from repositories import commit, isolate, repository_of, write

RULES = Path(__file__).parents[2] / "rules"
EDITS = [
    ("100%＞申领数完成率≥80%，得1分；（3）申领数完成率＜80%", "100%＞申领数完成率≥85%，得1分；（3）申领数完成率＜85%"),
    ("漏报{月报问题}一次扣0.5分", "漏报{月报问题}一次扣1分"),
    ("2．绩效指标科学合理", "2．绩效指标科学、合理、可衡量"),
    ("未设立的，不得分", "没有设立的，不得分"),
    ("优秀（S≥90）、良好（90＞S", "优秀（S≥85）、良好（85＞S"),
]  # fmt: skip
SMALL = """办法  例子
单位  甲县、乙县、丙县
等次  优秀（S≥9）、合格（S＜9）
一级指标  报送（6分）
  迟报{迟报}一次扣1分，扣完为止。
一级指标  检查（4分）
  建立了机制的，得4分。
"""
FACTS = "单位,迟报,2.1\n甲县,1,是\n乙县,3,是\n丙县,0,\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["diff", *arguments], prog_name="kaoping", catch_exceptions=False)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    isolate(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def edited(folder: Path) -> Path:
    """A realistic edit of luan-2021: 旧.rubric, 新.rubric and its facts."""
    text = (RULES / "luan-2021" / "luan-2021.rubric").read_text(encoding="utf-8")
    write(folder / "旧.rubric", text)
    for old, new in EDITS:
        assert old in text, old
        text = text.replace(old, new)
    top = "一级指标  过程"
    line = next(line for line in text.splitlines() if line.startswith(top))
    added = "  二级指标  制度建设\n    三级指标  安全制度（2分）\n      建立了数据安全制度{数据安全制度}的，得2分。"
    text = text.replace(line, f"{line}\n{added}")
    write(folder / "新.rubric", text)
    for path in sorted((RULES / "luan-2021" / "facts").glob("样例*")):
        write(folder / "facts" / path.name, path.read_text(encoding="utf-8"))
    return folder


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_realistic_edit(edited: Path, golden: Callable[[str, str], None], form: str) -> None:
    result = run("旧.rubric", "新.rubric", "--facts", "facts", "--format", form)
    assert result.exit_code == 1
    assert run("旧.rubric", "新.rubric", "--facts", "facts", "--format", form).output == result.output
    golden(f"diff/luan-2021.{form}", result.output)


def test_causes_add_up(edited: Path) -> None:
    text = (edited / "新.rubric").read_text(encoding="utf-8")
    write(
        edited / "新.rubric", re.sub(r"(?m)^ *二级指标  制度建设\n.*\n.*\n", "", text)
    )  # which nobody reports yet
    data = json.loads(run("旧.rubric", "新.rubric", "--facts", "facts", "--format", "json").output)
    assert len(data["effect"]["units"]) == 8
    for unit in data["effect"]["units"]:
        ends = [cause["difference"] for cause in unit["causes"]]
        assert all(cause["least"] == cause["most"] for cause in ends)
        total = sum((Decimal(cause["least"]) for cause in ends), Decimal(0))
        assert total == Decimal(unit["difference"]["least"]) == Decimal(unit["difference"]["most"])
        assert total == Decimal(unit["new"]["score"]) - Decimal(unit["old"]["score"])
    assert [unit["difference"]["least"] for unit in data["effect"]["units"]].count("0") < 8


def test_same_files_by_another_name(folder: Path) -> None:
    write(folder / "a" / "x.rubric", SMALL)
    write(folder / "b.rubric", SMALL.replace("\n", "\r\n"))
    write(folder / "c.rubric", SMALL.replace("迟报{迟报}", "迟报 {迟报}") + "  # 备注\n")
    same = run("a", "a/x.rubric")
    assert (same.exit_code, same.output.splitlines()[-1]) == (0, "两个版本完全相同")
    assert run("a", "b.rubric").exit_code == 0
    other = run("a", "c.rubric")
    assert (other.exit_code, other.output.splitlines()[-1]) == (0, "文字和排版有改动，意思没有变")


def test_revisions(folder: Path) -> None:
    repository_of(folder, **{"rules/县/x.rubric": SMALL})
    commit(folder, **{"rules/县/x.rubric": SMALL.replace("扣1分", "扣2分")})
    write(folder / "rules" / "县" / "x.rubric", SMALL.replace("扣1分", "扣3分"))
    first = run("HEAD~1:rules/县", "HEAD:rules/县/x.rubric")
    assert first.exit_code == 1
    assert "旧版 HEAD~1:rules/县/x.rubric\n新版 HEAD:rules/县/x.rubric\n" in first.output
    assert "每1次扣1分 → 每1次扣2分" in first.output
    assert "每1次扣2分 → 每1次扣3分" in run("HEAD:./rules/县", "rules/县").output
    assert "每1次扣1分 → 每1次扣3分" in run("main~1:rules/县/", "rules/县").output


def test_revision_from_a_folder_below(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository_of(folder, **{"rules/x.rubric": SMALL})
    monkeypatch.chdir(folder / "rules")
    assert run("HEAD:rules/x.rubric", "x.rubric").exit_code == 0
    assert run("HEAD:./x.rubric", "x.rubric").exit_code == 0
    assert run("HEAD:.", ".").exit_code == 0
    told = run("HEAD:x.rubric", "x.rubric")
    assert (told.exit_code, "请写 HEAD:./x.rubric" in told.output) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有.rubric", "x.rubric"], "没有这个文件"),
        (["HEAD~9:x.rubric", "x.rubric"], "没有版本“HEAD~9”"),
        (["HEAD:y.rubric", "x.rubric"], "HEAD 里没有这个文件或文件夹"),
        (["HEAD:leer", "x.rubric"], "没有 .rubric 规则文件"),
        (["HEAD:zwei", "x.rubric"], "有 2 个规则文件"),
        (["HEAD", "x.rubric"], "HEAD 是 git 版本；请写明是哪个规则文件"),
        (["--", "-x:x.rubric", "x.rubric"], "不能是 git 版本"),
        (["HEAD:bad.rubric", "x.rubric"], "UTF-8"),
        (["x.rubric", "err.rubric"], "比不了：err.rubric 有错误"),
        (["err.rubric", "x.rubric", "--format", "md"], "比不了：err.rubric 有错误"),
        (["err.rubric", "x.rubric", "--format", "json"], '"readable": false'),
        (["x.rubric", "x.rubric", "--facts", "没有.csv"], "没有.csv：没有这个文件或文件夹"),
        (["x.rubric", "x.rubric", "--facts", "leer"], "没有事实文件"),
        (["x.rubric", "x.rubric", "--facts", "nichts.csv"], "没有可用的事实"),
    ],
)  # fmt: skip
def test_could_not_run(folder: Path, arguments: list[str], said: str) -> None:
    write(folder / "nichts.csv", "单位,没有的\n甲县,1\n")
    write(folder / "err.rubric", SMALL.replace("得4分", "得若干分"))
    (folder / "bad.rubric").write_bytes(SMALL.encode("gb18030"))
    write(folder / "leer" / "README.md", "x")
    repository_of(folder, **{"x.rubric": SMALL, "zwei/a.rubric": SMALL, "zwei/b.rubric": SMALL})
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_no_repository(folder: Path) -> None:
    write(folder / "x.rubric", SMALL)
    result = run("HEAD:x.rubric", "x.rubric")
    assert (result.exit_code, "要在 git 仓库里" in result.output) == (2, True)


def test_colon_in_a_name(folder: Path) -> None:
    write(folder / "2024:甲.rubric", SMALL)
    assert run("2024:甲.rubric", "2024:甲.rubric").exit_code == 0


def effect(old: str, new: str, facts: str, folder: Path) -> Comparison:
    write(folder / "f.csv", facts)
    found = compare(SourceFile("旧", old), SourceFile("新", new), [folder / "f.csv"])
    assert found.effect is not None
    return found


def test_grade_first_then_rank_then_size(folder: Path) -> None:
    found = effect(SMALL, SMALL.replace("扣1分", "扣2分"), FACTS, folder).effect
    assert found is not None
    assert [(u.unit, str(u.difference and u.difference.low), u.regraded) for u in found.units] == [
        ("甲县", "-1", True),
        ("乙县", "-3", False),
        ("丙县", "0", False),
    ]


def test_what_is_pending_in_both_makes_no_difference(folder: Path) -> None:
    """2.1 of 丙县 is open; what comes of it comes of it in both versions."""
    found = effect(SMALL, SMALL.replace("扣1分", "扣2分"), FACTS.replace("丙县,0", "丙县,1"), folder).effect
    assert found is not None
    (unit,) = [unit for unit in found.units if unit.unit == "丙县"]
    assert unit.old is not None
    assert not unit.old.total.settled
    assert unit.difference is not None
    assert (unit.difference.low, unit.difference.high, unit.direction) == (-1, -1, "less")


def test_no_difference_with_facts(folder: Path) -> None:
    found = effect(SMALL, SMALL.replace("迟报{迟报}一次", "迟报材料{迟报}每次"), FACTS, folder)
    assert found.effect is not None
    assert not found.effect.differs
    assert {unit.direction for unit in found.effect.units} == {"same"}


def test_points_that_go_from_one_clause_to_another(folder: Path) -> None:
    old = "办法  例子\n单位  甲县、乙县\n一级指标  检查（4分）\n  1．建立了机制{机制}的，得2分；\n  2．开展了检查{检查}的，得2分。\n"
    new = old.replace("{机制}的，得2分", "{机制}的，得3分").replace("{检查}的，得2分", "{检查}的，得1分")
    found = effect(old, new, "单位,机制,检查\n甲县,是,是\n乙县,否,否\n", folder)
    assert found.effect is not None
    assert [(u.unit, u.direction, u.differs) for u in found.effect.units] == [
        ("甲县", "same", True),
        ("乙县", "same", False),
    ]
    said = as_text(found)
    assert "2个单位得分不变，1个总分不变的各条得分有变" in said
    assert "甲县：0\n  +1　1.1 " in said


NUMBERED = """办法  例子
一级指标  检查（4分）
  1．建立了机制的，得2分；
  2．每季度开展检查的，得2分。
一级指标  报送（6分）
  按时报送{按时报送}的，得6分。
"""
SHIFTED = NUMBERED.replace(
    "一级指标  检查", "一级指标  组织（1分）\n  成立了领导小组的，得1分。\n一级指标  检查"
).replace("检查的，得2分", "检查的，得1分")


@pytest.mark.parametrize(
    ("facts", "numbering", "expected"),
    [
        ("单位,1.1,1.2,按时报送\n甲县,是,是,是\n", "old", ["-1", "0～+1", "10", "9～10"]),
        ("单位,1.1,1.2,2.1\n甲县,是,是,是\n", "old", ["-1", "0～+1", "10", "9～10"]),
        ("单位,1.1,2.1,2.2,按时报送\n甲县,是,是,是,是\n", "new", ["-1", "+1", "10", "10"]),
        ("单位,按时报送\n甲县,是\n", "", ["-2～+1", "0～+1", "6～10", "6～10"]),
    ],
)
def test_facts_named_by_numbers_that_have_shifted(
    folder: Path, facts: str, numbering: str, expected: list[str]
) -> None:
    found = effect(NUMBERED, SHIFTED, facts, folder).effect
    assert found is not None
    (unit,) = found.units
    assert found.numbering == numbering
    assert unit.old is not None
    assert unit.new is not None
    told = [signed(cause.difference) for cause in unit.causes]
    assert [*told, points_text(unit.old.total), points_text(unit.new.total)] == expected


def test_facts_that_one_version_refuses(folder: Path) -> None:
    found = effect(SMALL, SMALL.replace("{迟报}", "{晚报}"), FACTS, folder)
    assert found.effect is not None
    assert [(r.by, r.where, r.message) for r in found.effect.refused] == [
        ("new", "f.csv「迟报」", "用不到“迟报”，2 条没有算")
    ]
    assert found.effect.accepted == (5, 2)


def test_units_of_one_version_only(folder: Path) -> None:
    found = effect(SMALL, SMALL.replace("、丙县", "、丁县"), FACTS, folder).effect
    assert found is not None
    assert {u.unit: u.direction for u in found.units} == {
        "甲县": "same",
        "乙县": "same",
        "丙县": "alone",
        "丁县": "alone",
    }


def many(points: int) -> str:
    leaves = "".join(
        f"一级指标  指标{n}（{points}分）\n  第{n}项工作按时完成，得{points}分，每迟报一次扣0.{points}分，扣完为止。\n"
        for n in range(400)
    )
    return f"办法  很长的办法\n{leaves}"


def test_page_fits_a_comment() -> None:
    found = compare(SourceFile("旧", many(1)), SourceFile("新", many(2)))
    assert len(as_markdown(found)) <= LIMIT
    page = as_markdown(found, limit=20_000)
    assert len(page) <= 20_000
    assert "…另有 " in page
    assert f"修改{len(found.of('clause', 'changed'))}条" in page
    assert len(as_markdown(found, limit=3000)) <= 3000


def test_page_holds_texts_as_they_are() -> None:
    assert safe("a|b<script>@某人 #12 *x*\n`y` [z](u)") == (
        "a\\|b&lt;script&gt;&#64;某人 &#35;12 \\*x\\* \\`y\\` \\[z\\](u)"
    )
