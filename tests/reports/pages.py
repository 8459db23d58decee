"""Published reports as files of other kinds, drawn from the JSON of a report."""

from html import escape
from typing import Any

from workflow.forms import Form, form_named
from workflow.forms.grid import Grid, grids

TITLES = {
    "proactive": "二、主动公开政府信息情况",
    "received": "三、收到和处理政府信息公开申请情况",
    "appeals": "四、政府信息公开行政复议、行政诉讼情况",
}


def printed(value: Any) -> str:
    return "" if value is None else str(value)


def html_page(base: dict[str, Any], *, layout: bool = False, social: str = "社会公益组织") -> str:
    """Return a page with the report's tables as the form prints them, spans and all."""
    form = form_named(base["form"])
    parts = [f"<h1>{escape(base['body'])}{base['year']}年政府信息公开工作年度报告</h1>"]
    parts += ["<p>一、总体情况</p><p>（一）主动公开政府信息情况</p><p>按时<b>公开</b>。</p>"]
    for name, grid in grids(form).items():
        parts.append(f"<p><strong>{TITLES[name]}</strong></p>{html_table(base, grid)}")
    parts.append("<p>五、存在的主要问题及改进情况</p><p>更新还不够及时。</p>")
    parts.append("<p>六、其他需要报告的事项</p><p>无。</p>")
    page = "".join(parts).replace("社会公益组织", social)
    if layout:
        page = f"<table><tr><td>导航</td><td><div>{page}</div></td></tr></table>"
    head = "<head><title>年度报告_政府网站</title><style>p{}</style></head>"
    return f"<!DOCTYPE html><html>{head}<body>{page}<script>var x = 1</script></body></html>"


def html_table(base: dict[str, Any], grid: Grid) -> str:
    rows = [""] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: (cell.y, cell.x)):
        text = cell.text
        if cell.field:
            row, column = cell.field
            text = printed(base[grid.table][row][column])
        spans = f' rowspan="{cell.height}"' * (cell.height > 1)
        spans += f' colspan="{cell.width}"' * (cell.width > 1)
        rows[cell.y] += f"<td{spans}><p>{escape(text)}</p></td>"
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def text_rows(base: dict[str, Any], form: Form) -> list[str]:
    """Return table 2 as lines of label and numbers, tabs between them."""
    columns = [column.key for column in form.columns]
    return [
        "\t".join([row.label, *(printed(base["received"][row.key][c]) for c in columns)])
        for row in form.rows
    ]


def text_page(base: dict[str, Any], rows: list[str]) -> str:
    """Return pasted text with these lines as table 2."""
    title = f"{base['body']}{base['year']}年政府信息公开工作年度报告"
    return "\n".join([title, TITLES["received"], *rows, "五、存在的主要问题及改进情况", "无。"])
