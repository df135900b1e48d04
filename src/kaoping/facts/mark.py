"""What tells a reader that a workbook was made by `kaoping template`, and what in it is no data."""

from __future__ import annotations

REMARK = "※"
"""A row whose first cell begins with it says something to people; it is never read as data."""

TITLE_PROPERTY, DIGEST_PROPERTY = "kaoping-办法", "kaoping-规则文件"
"""Properties of a workbook: the title of the rubric, and the SHA-256 of the rule file it was made from."""
