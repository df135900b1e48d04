"""Whatever a rule file holds, its findings are well-formed in every format, and each region is within the file."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.lint.pages import PAGES
from kaoping.lint.run import lint
from kaoping.render.findings import FORMATS, render
from kaoping.render.findings.places import identified
from kaoping.render.findings.view import View
from kaoping.report import Report
from kaoping.source import SourceFile

SCHEMA = json.loads((Path(__file__).parents[1] / "files/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
SARIF = jsonschema.Draft4Validator(SCHEMA)
RULES = [page.bad for page in PAGES.values() if page.code[0] not in "FPY"]  # those are of tables and cases
EXAMPLES = [text for text in RULES if "一级指标" in text and len(text) < 1000]
ODD = st.sampled_from(
    ("\x1b[31m", "\x07", "\u202e", "\ufeff", "\ufffe", "\U00020bb7", "\t", "::", "{0}", "]]>", "&")
)


@st.composite
def messy_files(draw: st.DrawFn) -> str:
    """An example that has findings, with lines left out, doubled, and odd characters in it."""
    lines = draw(st.sampled_from(EXAMPLES)).splitlines()
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        cut = draw(st.integers(0, len(line)))
        odd = draw(st.one_of(ODD, st.text(max_size=3)))
        lines[at] = draw(st.sampled_from((line[:cut] + odd + line[cut:], "", line[cut:], f"{line}\n{line}")))
    return draw(st.sampled_from(("\n", "\n\n"))).join(lines)


@given(st.lists(messy_files(), min_size=1, max_size=3), st.text(min_size=1, max_size=5), st.booleans())
@settings(max_examples=60)
def test_every_format_is_well_formed(texts: list[str], name: str, everything: bool) -> None:
    files = [lint(SourceFile(f"{number}{name}", text)) for number, text in enumerate(texts)]
    report, view = Report.of_rules(tuple(files)), View(everything, everything)
    told = {form: render(report, form, view) for form in FORMATS}
    count = len(list(report.findings()))
    document = json.loads(told["json"])
    assert len(document["findings"]) == count
    for finding in document["findings"]:
        assert (finding["line"], finding["column"]) <= (finding["end_line"], finding["end_column"])
    sarif = json.loads(told["sarif"])
    SARIF.validate(sarif)
    assert len(sarif["runs"][0]["results"]) == count + (everything and len(document["doubts"]))
    issues = json.loads(told["gitlab"])
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == count
    cases = Xml.fromstring(told["junit"]).findall(".//testcase")
    assert len(cases) == count + sum(not file.findings for file in files)
    commands = told["github"].split("\n")
    assert len(commands) == count + (everything and len(document["doubts"])) + 1
    assert all(line.startswith("::") for line in commands[:-1])


@pytest.mark.parametrize("text", EXAMPLES)
def test_fingerprints_do_not_depend_on_what_stands_above(text: str) -> None:
    def prints(one: str) -> list[str]:
        report = Report.of_rules((lint(SourceFile("甲", one)),))
        return [fingerprint for _, rows in identified(report) for _, fingerprint in rows]

    assert prints(f"# 备注\n\n{text}") == prints(text)
