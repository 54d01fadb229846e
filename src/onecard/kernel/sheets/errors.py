"""Why a whole list cannot be read. What is wrong with one row stands at the row (see cells.Flaw)."""

from onecard.kernel.errors import Malformed


class SheetUnreadable(Malformed):
    """Neither a workbook nor text."""

    code = "sheets.unreadable"
    title = ("无法读取这个文件", "The file cannot be read")
    next_step = (
        "请另存为 Excel 工作簿(.xlsx)或 CSV(UTF-8 或 GB18030)后重新上传。",
        "Save it as an Excel workbook (.xlsx) or as CSV (UTF-8 or GB18030) and send it again.",
    )


class SheetEmpty(Malformed):
    """A header and nothing below it, or not even that."""

    code = "sheets.empty"
    title = ("文件中没有数据行", "The file holds no rows")
    next_step = ("请检查是否选对了文件和工作表。", "Check that it is the right file, with its rows in the first sheet.")


class SheetHeaderMissing(Malformed):
    """No row among the first names the columns that are needed."""

    code = "sheets.header_missing"
    title = ("没有找到表头列:{columns_zh}", "No header names the columns: {columns_en}")
    next_step = (
        "请在前 {rows} 行内写明表头;可下载模板对照。",
        "Write the header within the first {rows} rows; compare with the template.",
    )


class SheetTooLarge(Malformed):
    """A workbook beyond what can be held in memory at once."""

    code, status = "sheets.too_large", 413
    title = ("Excel 文件超过 {most} MB", "The workbook is larger than {most} MB")
    next_step = ("请另存为 CSV 后上传,CSV 没有行数限制。", "Save it as CSV, which may have any number of rows.")
