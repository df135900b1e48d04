"""[[rubric]] of kaoping.toml: what belongs to a rule file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoping.settings import FILE, load_settings
from kaoping.settings.rubrics import RubricSettings
from kaoping.source import UnreadableFileError

ACCEPT = '[[rubric]]\nrule = "甲"\n\n  [[rubric.accept]]\n'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for path in (
        *("甲/甲.rubric", "甲/facts/一.csv", "甲/facts/二.xlsx", "甲/facts/说明.md", "甲/facts/旧/三.csv"),
        *(
            "甲/published.csv",
            "甲/published-复评.xlsx",
            "甲/published.md",
            "甲/公布.csv",
            "甲/~$published.xlsx",
        ),
        *("两个/一.rubric", "两个/二.rubric", "两个/facts/一.csv", "两个/published.csv", "空/空.rubric"),
    ):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("", encoding="utf-8")
    return tmp_path


def of_rule(rule: str, text: str = "") -> RubricSettings:
    if text:
        Path(FILE).write_text(text, encoding="utf-8")
    return load_settings(Path()).of_rule(Path(rule))


def names(found: tuple[Path, ...]) -> list[str]:
    return [path.as_posix() for path in found]


def fault(text: str, rule: str = "甲") -> str:
    with pytest.raises(UnreadableFileError) as caught:
        of_rule(rule, text)
    where, said = str(caught.value).split("：", 1)
    assert where.endswith(FILE)
    return said


@pytest.mark.parametrize("text", ["", '[[rubric]]\nrule = "甲"\n', '[[rubric]]\nrule = "空"\nfacts = []\n'])
@pytest.mark.parametrize("rule", ["甲", "甲/甲.rubric"])
def test_what_stands_beside_a_rule_file_belongs_to_it(rule: str, text: str) -> None:
    found = of_rule(rule, text)
    assert names(found.facts) == ["甲/facts/一.csv", "甲/facts/二.xlsx"]
    assert names(found.published) == ["甲/published-复评.xlsx", "甲/published.csv"]
    assert (found.accept, found.unclear) == ((), "")


def test_an_entry_says_otherwise_for_what_it_names() -> None:
    found = of_rule("甲", '[[rubric]]\nrule = "甲/甲.rubric"\nfacts = ["facts/**/*", "公布.csv"]\n')
    assert names(found.facts) == ["甲/facts/一.csv", "甲/facts/二.xlsx", "甲/facts/旧/三.csv", "甲/公布.csv"]
    assert len(found.published) == 2
    found = of_rule("甲", '[[rubric]]\nrule = "甲"\nfacts = []\npublished = ["公布.csv", "pub*.csv"]\n')
    assert (found.facts, names(found.published)) == ((), ["甲/公布.csv", "甲/published.csv"])
    found = of_rule("甲", '[[rubric]]\nrule = "甲"\nfacts = ["facts/旧", "../两个/facts/*.csv"]\n')
    assert names(found.facts) == ["甲/facts/旧/三.csv", "甲/../两个/facts/一.csv"]


def test_it_holds_wherever_people_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    of_rule("甲", '[[rubric]]\nrule = "甲"\npublished = ["公布.csv"]\n')
    monkeypatch.chdir("甲/facts")
    found = load_settings(Path("..")).of_rule(Path("../甲.rubric"))
    assert names(found.published) == ["../公布.csv"]


def test_of_several_rule_files_in_a_folder_none_has_what_stands_beside_them() -> None:
    found = of_rule("两个/一.rubric")
    assert (found.facts, found.published) == ((), ())
    assert "facts/、published.csv 属于哪一个不清楚" in found.unclear
    text = '[[rubric]]\nrule = "两个/一.rubric"\nfacts = ["facts/一.csv"]\npublished = ["published.csv"]\n'
    found = of_rule("两个/一.rubric", text)
    assert (len(found.facts), len(found.published), found.unclear) == (1, 1, "")
    assert of_rule("两个/二.rubric").unclear


def test_where_nothing_stands_beside_there_is_nothing() -> None:
    assert of_rule("空") == RubricSettings()


def test_acceptances_have_the_line_where_they_stand() -> None:
    (accept,) = of_rule("甲", f'{ACCEPT}  code = "P003"\n  unit = "甲镇"\n  reason = " 原件如此 "\n').accept
    assert (accept.code, accept.unit, accept.item, accept.reason) == ("P003", "甲镇", "", "原件如此")
    assert accept.source.position(accept.span.start) == (4, 3)
    assert accept.source.name == FILE
    text = '[[rubric]]\nrule = "甲"\naccept = [{ code = "P003", reason = "原件如此" }]\n'
    (accept,) = of_rule("甲", text).accept
    assert accept.source.position(accept.span.start) == (1, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rubric = 3", "第1行：「rubric」的值不对，要写成一节一个规则文件，用两层方括号：[[rubric]]"),
        (
            '[rubric]\nrule = "甲"',
            "第1行：「rubric」的值不对，要写成一节一个规则文件，用两层方括号：[[rubric]]",
        ),
        ("[[rubric]]", '第1行的[[rubric]]：没有写「rule」，要写规则文件或它的文件夹，如 "rules/甲"'),
        (
            '[[rubric]]\nrule = "甲"\nfact = []',
            "第1行的[[rubric]]：不认识的设置「rubric.fact」，是不是「facts」？",
        ),
        (
            '[[rubric]]\nrule = "甲"\nfacts = "一.csv"',
            '第1行的[[rubric]]：「rubric.facts」的值不对，要写一列路径，如 ["facts/*.csv"]',
        ),
        ('[[rubric]]\nrule = "乙"', "第1行的[[rubric]]：「rule」没有“乙”这个规则文件或文件夹"),
        ('[[rubric]]\nrule = "甲/facts"', "第1行的[[rubric]]：「rule」“甲/facts”里面没有 .rubric 规则文件"),
        (
            '[[rubric]]\nrule = "两个"',
            "第1行的[[rubric]]：「rule」“两个”里面有 2 个规则文件（一.rubric、二.rubric），请指明一个",
        ),
        (
            '[[rubric]]\nrule = "甲"\n[[rubric]]\nrule = "甲/甲.rubric"',
            "第3行的[[rubric]]：“甲/甲.rubric”前面已经有一节了，请合成一节",
        ),
        (
            '[[rubric]]\nrule = "甲"\nfacts = ["自评-*.csv"]',
            "第1行的[[rubric]]：「facts」的“自评-*.csv”在 甲 里没有对应的文件（路径从规则文件所在的文件夹算起）",
        ),
        (
            '[[rubric]]\nrule = "甲"\npublished = ["没有.csv"]',
            "第1行的[[rubric]]：「published」的“没有.csv”在 甲 里没有对应的文件（路径从规则文件所在的文件夹算起）",
        ),
        (f'{ACCEPT}code = "P003"', "第4行的[[rubric.accept]]：没有写「reason」，要写理由，加引号"),
        (
            f'{ACCEPT}code = "P003"\nreason = "  "',
            "第4行的[[rubric.accept]]：「rubric.accept.reason」的值不对，要写理由，加引号",
        ),
        (
            f'{ACCEPT}code = "P003"\nreason = "原件"\nunits = "甲"',
            "第4行的[[rubric.accept]]：不认识的设置「rubric.accept.units」，是不是「unit」？",
        ),
        (
            f'{ACCEPT}code = "P03"\nreason = "原件"',
            "第4行的[[rubric.accept]]：没有代码为“P03”的问题，是不是“P003”？",
        ),
        (
            f'{ACCEPT}code = "T001"\nreason = "原件"',
            "第4行的[[rubric.accept]]：“T001”不是公布的表的问题；规则文件里的问题，在规则文件里写一行“认可”",
        ),
        (
            '[[rubric]]\nrule = "甲"\naccept = "P003"',
            "第1行的[[rubric]]：「rubric.accept」的值不对，要写成一节一个认可，用两层方括号：[[rubric.accept]]",
        ),
    ],
)
def test_what_cannot_be_meant_is_said(text: str, said: str) -> None:
    assert fault(text) == said
