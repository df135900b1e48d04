"""Case files: whatever stands in one, there is an answer and no exception; what is rewritten passes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from kaoping.cases.run import run_cases
from kaoping.cases.tell import told
from kaoping.cases.update import update_all
from kaoping.exact import text as plain

RUBRIC = """\
办法  甲办法
单位  甲县、乙县
一级指标  报送（6分）
  1．按时报送，得6分，迟报{迟报}一次扣0.5分，扣完为止。
"""
CASE = """\
# 手算
名称: 甲
事实:
  - 甲县: {迟报: 2}
  - |
    单位, 事项, 值
    乙县, 迟报, 3
单位:
  甲县: {总分: 5, 得分: {1.1: "5"}}
  乙县: {总分: 4.5, 名次: 2}
发现: []
---
名称: 乙
事实: []
单位: {甲县: {解释: {1.1: 先记6分}}}
"""
BITS = [
    *"{}[]:：,，-|>&*!%@`'\"#\t\n\r \u3000",
    "\n  ",
    "---\n",
    "<<: ",
    "? ",
    "~",
    "null",
    "0x1F",
    "1e9",
    "是",
    "\ufeff",
    "\x07",
    "\ud83d",
]


def answered(folder: Path, raw: bytes) -> list[str]:
    rule = folder / "甲.rubric"
    rule.write_text(RUBRIC, encoding="utf-8")
    (folder / "cases").mkdir(exist_ok=True)
    path = folder / "cases" / "一.yaml"
    path.write_bytes(raw)
    return list(told(run_cases(rule, [path])))


@given(
    st.lists(
        st.tuples(st.integers(0, len(CASE)), st.integers(0, 6), st.sampled_from(BITS)), min_size=1, max_size=5
    )
)
def test_a_damaged_file_is_told_and_never_a_traceback(damages: list[tuple[int, int, str]]) -> None:
    text = CASE
    for at, length, bit in damages:
        text = text[:at] + bit + text[at + length :]
    with TemporaryDirectory() as folder:
        answered(Path(folder), text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_have_an_answer(raw: bytes) -> None:
    with TemporaryDirectory() as folder:
        assert answered(Path(folder), raw)


@given(
    late=st.integers(0, 20),
    said=st.decimals(0, 9, places=2),
    quote=st.sampled_from(["", "'", '"']),
    layout=st.sampled_from(
        [
            "单位: {{甲县: {{总分: {} , 得分: {{1.1: {}}}}}}}\n",
            "单位:\n  甲县:\n    总分: {}  # 手算\n    得分:\n      1.1:   {}\n",
        ]
    ),
)
def test_what_is_rewritten_passes_and_is_left_alone_then(
    late: int, said: Decimal, quote: str, layout: str
) -> None:
    written = f"{quote}{plain(said)}{quote}"
    text = f"名称: 甲\n事实: {{甲县: {{迟报: {late}}}}}\n" + layout.format(written, written)
    with TemporaryDirectory() as name:
        folder = Path(name)
        answered(folder, text.encode())
        rule, path = folder / "甲.rubric", folder / "cases" / "一.yaml"
        list(update_all(run_cases(rule, [path]).outcomes))
        assert run_cases(rule, [path]).passed
        right = plain(max(Decimal(0), 6 - Decimal("0.5") * late))
        expected = layout.format(*[f"{quote}{right}{quote}"] * 2 if plain(said) != right else [written] * 2)
        assert (
            path.read_text(encoding="utf-8") == text.removesuffix(layout.format(written, written)) + expected
        )
