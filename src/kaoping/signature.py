"""What a file is by its first bytes, whatever its name says: for people who gave the wrong one.

Nothing is read by this; it only makes a refusal say more than that the file is not what it was taken for.
"""

from __future__ import annotations

from typing import NamedTuple

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BOM = b"\xef\xbb\xbf"
_TABLE = "请用表格软件打开，另存为 .xlsx"
_COPY = "请把里面的内容复制出来另存"


class Kind(NamedTuple):
    """A kind of file: what people call it, and what to do with it."""

    name: str
    remedy: str


WORKBOOK = Kind("Excel 工作簿", "请把扩展名改成 .xlsx（旧版的改成 .xls）")
LOCKED = Kind("设了打开密码的 Office 文件", "请去掉密码，另存后再用")
_ARCHIVE = Kind("压缩包", "请先解开")
_PICTURE = Kind("图片", "请给出做成图片以前的文件")
_WEB = Kind("网页（有的系统导出的 .xls 其实是网页）", _TABLE)

_STARTS = (
    (b"%PDF-", Kind("PDF", _COPY)),
    *((start, _PICTURE) for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")),
    *((start, _ARCHIVE) for start in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"PK\x05\x06")),
    (b"{\\rtf", Kind("RTF 文档", _COPY)),
    (b"SQLite format 3\0", Kind("数据库", "请导出成 CSV")),
    (b"version https://git-lfs.github.com/spec/", Kind("Git LFS 的指针，内容还没有取下来", "请运行 git lfs pull")),
    (b"MIME-Version:", _WEB),
)  # fmt: skip
# Packages and old documents tell by the names of their parts.
_ZIPPED = (
    (b"word/", Kind("Word 文档", _COPY)),
    (b"xl/", WORKBOOK),
    (b"ppt/", Kind("PowerPoint 演示文稿", _COPY)),
    (b"opendocument.spreadsheet", Kind("OpenDocument 表格", _TABLE)),
    (b"opendocument", Kind("OpenDocument 文档", _COPY)),
)
_STORED = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", Kind("旧版 Word 文档", _COPY)),
    ("Workbook", WORKBOOK),
    ("Book", WORKBOOK),
    ("PowerPoint Document", Kind("旧版 PowerPoint 演示文稿", _COPY)),
)
_MARKUP = (
    *((start, _WEB) for start in (b"<!doctype html", b"<html", b"<head", b"<meta", b"<table", b"<style")),
    (b"<svg", _PICTURE),
)


def kind_of(raw: bytes) -> Kind | None:
    """What the bytes of a file, or its first thousands, show it to be; None for plain text and for what is not known."""
    text = raw.removeprefix(_BOM).lstrip()
    if raw.startswith(b"PK\x03\x04"):
        return next((kind for part, kind in _ZIPPED if part in raw), _ARCHIVE)
    if raw.startswith(_OLE):
        stored = (kind for part, kind in _STORED if part.encode("utf-16-le") in raw)
        return next(stored, Kind("旧版 Office 文件", "请用原来的程序打开，另存后再用"))
    if text[:5].lower() == b"<?xml":
        if b"urn:schemas-microsoft-com:office:spreadsheet" in raw:
            return Kind("XML 表格（有的系统导出的 .xls 其实是这种）", _TABLE)
        return _WEB if b"<html" in raw.lower() else Kind("XML 文件", _COPY)
    found = next((kind for start, kind in _STARTS if raw.startswith(start)), None)
    return found or next((kind for start, kind in _MARKUP if text[:20].lower().startswith(start)), None)
