"""An HTML preview of a document without Word: what it says, on our own paper.

Mammoth reads the document; each of our paragraph styles becomes a class of its name
(``p-GwTitle``), which the style sheet of the pages knows. What comes out is rebuilt from a list of
harmless elements: no links, pictures, scripts or styles of the file's own.
"""

import io
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib import import_module

from lxml import html

from workflow.documents.build.styles import HEAD, styles
from workflow.documents.package import open_package
from workflow.documents.xml import Element, W, text_of
from workflow.errors import InputError

#: Elements that are kept, and attributes of them; others give their text alone.
_KEPT = frozenset(
    {
        "p", "br", "strong", "em", "u", "s", "sup", "sub", "h1", "h2", "h3", "h4",
        "table", "thead", "tbody", "tr", "td", "th", "ul", "ol", "li",
    }
)  # fmt: skip
_ATTRIBUTES = frozenset({"colspan", "rowspan", "class"})
#: Elements that go with all that is in them.
_DROPPED = frozenset({"script", "style", "img", "object", "iframe", "svg", "template", "form"})


def to_html(document: bytes) -> str:
    """Return a document's first-page head and body as one ``<div class="paper">``.

    Raises InputError where the document can't be opened or isn't safe (``open_package``).
    """
    package = open_package(document)
    heads = [
        text
        for part in package.stories()
        for paragraph in package.root(part).iter(f"{W}p")
        if _style_of(paragraph) == HEAD and (text := text_of(paragraph))
    ]
    mammoth = import_module("mammoth")  # slow to import, wanted by few commands
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(document), style_map=_style_map(), include_embedded_style_map=False
        )
    except Exception as error:  # mammoth lets out whatever a broken part makes it meet
        raise InputError("docx.damaged", part="word/document.xml") from error
    head = f'<p class="paper-head">{escape(heads[0])}</p>' if heads else ""
    return f'<div class="paper">{head}{sanitised(made.value)}</div>'


@cache
def _style_map() -> str:
    return "\n".join(f"p.{style.id} => p.p-{style.id}:fresh" for style in styles())


def _style_of(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def sanitised(text: str) -> str:
    """Return HTML rebuilt from the harmless elements in it.

    >>> sanitised('<p onclick="x()">甲<a href="javascript:x()">乙</a><script>x()</script></p>')
    '<p>甲乙</p>'
    """
    root = html.fragment_fromstring(text, create_parent="div")
    return "".join(_inside(root))


def _inside(element: Element) -> Iterator[str]:
    yield escape(element.text or "", quote=False)
    for child in element:
        yield from _whole(child)
        yield escape(child.tail or "", quote=False)


def _whole(element: Element) -> Iterator[str]:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return
    if tag not in _KEPT:
        yield from _inside(element)
        return
    given = ((name, str(value)) for name, value in element.attrib.items())
    kept = "".join(f' {name}="{escape(value)}"' for name, value in given if name in _ATTRIBUTES)
    yield f"<{tag}{kept}>"
    if tag != "br":
        yield from _inside(element)
        yield f"</{tag}>"
