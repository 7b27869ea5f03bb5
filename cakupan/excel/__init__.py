"""The tables of a report as a workbook."""

from cakupan.excel.write import write_workbook

__all__ = ["write_workbook"]
