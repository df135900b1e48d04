"""One messy report in every format that people and programs read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import jsonschema
import pytest
from click.testing import CliRunner, Result

from kaoping.cli import cli
from kaoping.diagnostics import Choice, Edit, Fix, Related
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.checks import full_mark, tier_gap
from kaoping.lint.pages import PAGES
from kaoping.lint.run import lint, unread
from kaoping.lint.subject import Subject
from kaoping.render.findings import FORMATS, render
from kaoping.render.findings.places import identified, uri, utf16_region
from kaoping.render.findings.view import View
from kaoping.report import Report
from kaoping.source import SourceFile, Span, UnreadableSourceError

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "tests/files/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))

MESSY = """办法  𠮷县考核办法
一级指标  投入（10分）
  1．𠮷县完成率{完成数 / 任务数}90%以上得3分；80%-89%得2分；低于80%得0分。
  认可  T001：文件原文如此，已报请修订
  2．迟报一次扣点分。
一级指标  产出（10分）
  运维网点数达到385个得10分，每少10个扣0.1分，扣完为止。
"""
SUM = """办法  乙办法
满分  100分
一级指标  投入（40分）
  按时拨付资金，得40分。
一级指标  产出（50分）
  全部完成任务，得50分。
  认可  T001：用不上的认可
"""
CLEAN = "办法  丙办法\n一级指标  产出（50分）\n  全部完成任务，得50分。\n"


def _steps(subject: Subject) -> Iterator[Found | Undecided]:
    text = subject.source.text
    at = text.find("每少10个")
    if at < 0:
        return
    span = Span(at, at + len("每少10个扣0.1分"))
    base = text.index("385个")
    yield Found(
        span,
        "不足10个的怎么扣，没有写明",
        "把读法写在链接里",
        witness="运维网点数为366个",
        related=(Related(Span(base, base + 4), "从这里算起"), Related(Span(6, 8), "哪个县")),
        choices=(
            Choice("满一步才扣", "{不足一步不计}", "得9.9分", "（385－366）÷10，取整为1步", taken=True),
            Choice("不足一步按一步扣", "{不足一步按一步计}", "得9.8分"),
        ),
        fix=Fix("写明读法", (Edit(Span(span.end, span.end), "{不足一步不计}"),)),
    )
    yield Undecided(Span(base, base + 4), "385个是指标值还是上年的数，看不出来")


STEPS = Check("M001", "warning", "步子的零头。", "各人算法不同。", "", "", _steps)


def report(*texts: str) -> Report:
    names = ("规则/甲.rubric", "规则/乙.rubric", "规则/丙 1.rubric")
    checks = (full_mark.CHECK, tier_gap.CHECK, STEPS)
    files = [
        lint(SourceFile(f"./{name}", text), {"K001": "note"}, checks)
        for name, text in zip(names, texts, strict=False)
    ]
    with pytest.raises(UnreadableSourceError) as error:
        SourceFile.decode("./规则/丁.rubric", "# 甲\n办法  丁\n".encode("gb18030"))
    files.append(unread(error.value))
    return Report.of_rules(tuple(files), paths={f"./{name}": name for name in (*names, "规则/丁.rubric")})


@pytest.fixture(scope="module")
def messy() -> Report:
    return report(MESSY, SUM, CLEAN)


def test_the_report_has_one_of_each(messy: Report) -> None:
    found = list(messy.findings())
    assert {d.severity for d in found} == {"error", "warning", "note"}
    assert any(d.acknowledged for d in found)
    assert any(d.related and d.choices and d.fix and d.witness for d in found)
    assert list(messy.doubts())


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(messy: Report, form: str, golden: Callable[[str, str], None]) -> None:
    text = render(messy, form, View())
    assert text.endswith("\n")
    assert text == render(report(MESSY, SUM, CLEAN), form, View()), "two runs differ"
    golden(f"findings/{form}", text)


def test_text_with_readings_and_doubts_in_colour(messy: Report, golden: Callable[[str, str], None]) -> None:
    view = View(readings=True, verbose=True)
    plain = render(messy, "text", view)
    coloured = render(messy, "text", View(readings=True, verbose=True, colour=True))
    assert re.sub("\x1b\\[[0-9]*m", "", coloured) == plain
    golden("findings/text-coloured", coloured.replace("\x1b", "␛"))


def test_json_document_is_as_documented(messy: Report) -> None:
    page = (ROOT / "docs/developer/lint-json.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE))
    written = set(_keys(json.loads(render(messy, "json", View()))))
    assert written <= documented
    assert documented - written == {"parts", "since", "effects", "sheet", "row", "heading", "letter", "unit"}


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


@pytest.mark.parametrize("view", [View(), View(readings=True, verbose=True)])
def test_sarif_keeps_to_the_official_schema(messy: Report, view: View) -> None:
    document = json.loads(render(messy, "sarif", view))
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(document)
    (run,) = document["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            assert location["physicalLocation"]["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
    texts = [result["message"]["text"] for result in run["results"]]
    assert any("{{不足一步不计}}" in text for text in texts) == view.readings
    assert any(result.get("kind") == "open" for result in run["results"]) == view.verbose


def test_an_empty_sarif_report_keeps_to_it_too() -> None:
    linted = lint(SourceFile("a.rubric", CLEAN), checks=())
    document = json.loads(render(Report.of_rules((linted,)), "sarif", View()))
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    assert document["runs"][0]["results"] == []


def test_sarif_counts_as_editors_do(messy: Report) -> None:
    source = SourceFile("甲", "𠮷𠮷扣\n分")
    assert utf16_region(source, Span(2, 3)) == (1, 5, 1, 6)
    assert utf16_region(source, Span(2, 5)) == (1, 5, 2, 2)
    assert utf16_region(source, Span(0, 4)) == (1, 1, 2, 1)


def test_paths_become_uris() -> None:
    assert uri("规则/甲 乙#1.rubric") == "%E8%A7%84%E5%88%99/%E7%94%B2%20%E4%B9%99%231.rubric"
    assert uri("../甲.rubric").startswith("../%E7")
    assert uri("a:b.rubric") == "a%3Ab.rubric"


def test_fingerprints_stay_when_lines_move_and_tell_findings_apart(messy: Report) -> None:
    def prints(one: Report) -> list[str]:
        return [fingerprint for _, rows in identified(one) for _, fingerprint in rows]

    gaps = MESSY.replace("80%-89%", "80%-84%得2.5分；85%-89%")
    before = prints(report(gaps))
    assert len(set(before)) == len(before) == 5  # one is of the file that could not be read
    assert prints(report(gaps.replace("一级指标  投入", "# 备注\n\n一级指标  投入"))) == before


def test_github_escapes_what_ends_a_property() -> None:
    text = "办法  甲\n一级指标  投入（10分）\n  迟报一次扣点分。\n"
    linted = lint(SourceFile("a:b,c%\n.rubric", text), checks=())
    (line,) = render(Report.of_rules((linted,)), "github", View()).splitlines()
    assert line.startswith("::error file=a%3Ab%2Cc%25%0A.rubric,line=3,")
    assert "%0A→ " in line


def test_junit_survives_what_xml_cannot_hold() -> None:
    text = "办法  甲\n一级指标  投入（10分）\n  迟报\x1b[31m\x07一次\ufffe扣点分\x0b。\n"
    linted = lint(SourceFile("甲\udc80.rubric", text), checks=())
    root = Xml.fromstring(render(Report.of_rules((linted,)), "junit", View()))
    assert [suite.attrib["name"] for suite in root] == ["甲\\xdc80.rubric"]
    assert root.findall(".//failure")


def test_junit_counts(messy: Report) -> None:
    root = Xml.fromstring(render(messy, "junit", View()))
    counts = {
        suite.attrib["name"]: [suite.attrib[k] for k in ("tests", "failures", "errors", "skipped")]
        for suite in root
    }
    assert counts == {
        "规则/甲.rubric": ["3", "2", "0", "1"],
        "规则/乙.rubric": ["2", "1", "0", "0"],  # the note does not fail the run: a case that passed
        "规则/丙 1.rubric": ["1", "0", "0", "0"],
        "规则/丁.rubric": ["1", "0", "1", "0"],
    }


# The command.


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(cli, arguments, catch_exceptions=False)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a folder of rules, seen from another of its folders."""
    (tmp_path / ".git").mkdir()
    for name, text in (("rules/甲/甲.rubric", SUM), ("rules/乙/乙.rubric", PAGES["T001"].good)):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "rules/kaoping.toml").write_text("", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    return tmp_path


def paths_of(*arguments: str) -> list[str]:
    files: list[str] = json.loads(run("lint", "--format", "json", *arguments).stdout)["files"]
    return files


def test_paths_are_relative_to_the_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["rules/乙/乙.rubric", "rules/甲/甲.rubric"]
    assert paths_of("../rules") == wanted
    assert paths_of(str(repository / "rules")) == wanted
    assert run("lint", "../rules").stdout.startswith("../rules/甲/甲.rubric:2:1: ")
    (repository / ".git").rmdir()
    assert paths_of("../rules") == [path.removeprefix("rules/") for path in wanted], "kaoping.toml is there"
    (repository / "rules/kaoping.toml").unlink()
    assert paths_of("../rules") == [f"../{path}" for path in wanted], "no repository: from here"
    monkeypatch.chdir(repository)
    assert paths_of("rules") == wanted


def test_a_file_that_is_given_twice_is_checked_once(repository: Path) -> None:
    given = ("../rules/甲", "../docs/../rules/甲/甲.rubric", str(repository / "rules/甲/甲.rubric"))
    assert paths_of(*given) == ["rules/甲/甲.rubric"]


@pytest.mark.parametrize("command", ["lint", "check"])
@pytest.mark.parametrize("form", FORMATS)
def test_exit_codes_are_those_of_any_format(repository: Path, command: str, form: str) -> None:
    assert run(command, "--format", form, "../rules").exit_code == 1
    assert run(command, "--format", form, "../rules/乙").exit_code == 0
    broken = repository / "rules/丙.rubric"
    broken.write_bytes(b"\xff\xfe\xfa")
    outcome = run(command, "--format", form, "../rules")
    assert outcome.exit_code == 2
    assert "丙.rubric" in outcome.stdout or "%E4%B8%99.rubric" in outcome.stdout


def test_nothing_found_is_nothing_for_github(repository: Path) -> None:
    assert run("lint", "--format", "github", "../rules/乙").stdout == ""


def test_output_goes_to_a_file_and_the_summary_is_told(repository: Path) -> None:
    outcome = run("lint", "../rules", "--format", "sarif", "-o", "报告.sarif", FORCE_COLOR="1")
    assert re.fullmatch(r"2 个规则文件：\d 个警告（sarif：报告.sarif）\n", outcome.stdout)
    assert outcome.exit_code == 1
    written = (repository / "docs/报告.sarif").read_text(encoding="utf-8")
    assert written == run("lint", "../rules", "--format", "sarif").stdout
    run("lint", "../rules", "-o", "报告.txt", FORCE_COLOR="1")
    assert "\x1b" not in (repository / "docs/报告.txt").read_text(encoding="utf-8")


def test_a_rule_file_is_not_overwritten(repository: Path) -> None:
    outcome = run("lint", "../rules", "-o", "../rules/甲/甲.rubric")
    assert outcome.exit_code == 2
    assert "不能盖掉" in outcome.stderr
    assert (repository / "rules/甲/甲.rubric").read_text(encoding="utf-8") == SUM


def test_an_output_that_cannot_be_written(repository: Path) -> None:
    outcome = run("lint", "../rules", "-o", "没有/报告.txt")
    assert outcome.exit_code == 2
    assert "没有文件夹“没有”，请先建好" in outcome.stderr


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),  # a pipe
        ({"FORCE_COLOR": "1", "TERM": "xterm"}, True),
        ({"FORCE_COLOR": "1", "TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
)
def test_colour(repository: Path, environment: dict[str, str], coloured: bool) -> None:
    assert ("\x1b[" in run("lint", "../rules", **environment).stdout) == coloured
