"""Every advisory of jinja2 that concerns templates from outside, tried on both layers.

The list is that of the changelog up to 3.1.6, the newest release in November 2026. The first layer
(our list of nodes, filters and attributes) must refuse the template when it is read; the second
(the sandboxed environment alone, as if the first had a hole) must run none of it.
"""

import pytest
from jinja2 import TemplateError

from documents.wordfile import with_lines
from workflow.documents.compile import compile_template
from workflow.documents.sandbox import ENVIRONMENT, value_source
from workflow.errors import InputError

#: (advisory, what it does) → a template that does it.
ATTACKS = {
    "CVE-2016-10745 str.format": '"{0.__class__.__init__.__globals__}".format(x)',
    "CVE-2019-10906 str.format_map": '"{x.__class__.__mro__}".format_map({"x": x})',
    "CVE-2024-56326 stored format, called by a filter": (
        '["{0.__class__}"] | map(attribute="format") | first'
    ),
    "CVE-2024-56326 stored format, called later": '("{0.__class__}".format)(x)',
    "CVE-2025-27516 attr filter": '("{0.__class__.__mro__}" | attr("format"))(x)',
    "CVE-2025-27516 attr filter on dunder": 'x | attr("__class__")',
    "CVE-2024-22195 xmlattr with spaces": '{"onload=alert(1) x": "1"} | xmlattr',
    "CVE-2024-34064 xmlattr with other signs": '{"a/onload=alert(1)": "1"} | xmlattr',
    "CVE-2020-28493 urlize": '("a@" ~ "a." * 9999) | urlize',
    "the mutable types of 3.1.5": "rows.clear()",
    "the mutable types, by pop": "rows.pop()",
    "globals of a function": "cycler.__init__.__globals__",
    "the class of a value": "x.__class__.__mro__[1].__subclasses__()",
    "the class by subscript": 'x["__class__"]',
    "the environment of a loop": "self._TemplateReference__context.environment",
    "an endless range": "range(10**10) | length",
    "a power of powers": "9 ** 9 ** 9",
    "a text without end": '"x" * 10**10',
    "lipsum": "lipsum.__globals__.os",
}


@pytest.mark.parametrize("code", ATTACKS.values(), ids=ATTACKS)
def test_it_is_refused_when_the_template_is_read(code):
    with pytest.raises(InputError) as refused:
        compile_template(with_lines(f"{{{{ {code} }}}}"))
    assert refused.value.code == "template.forbidden"


#: What no sandbox of jinja2 stops (it bounds no power and no length): the first layer alone does.
UNBOUNDED = {"a power of powers", "a text without end", "CVE-2020-28493 urlize"}


@pytest.mark.parametrize(
    "code", [code for name, code in ATTACKS.items() if name not in UNBOUNDED],
    ids=[name for name in ATTACKS if name not in UNBOUNDED],
)  # fmt: skip
def test_even_without_our_reading_nothing_of_it_runs(code):
    rows = [{"a": "1"}]
    with pytest.raises((TemplateError, TypeError, InputError)):
        ENVIRONMENT.from_string(value_source(code)).render(x="示例", rows=rows)
    assert rows == [{"a": "1"}]


def test_a_template_is_never_compiled_under_a_name_from_outside():
    """CVE-2024-56201: a malicious file name in an include or import; neither exists here."""
    assert ENVIRONMENT.loader is None
    for tag in ('{% include "{x}" %}', '{% import "{x}" as y %}', '{% from "{x}" import y %}',
                '{% extends "{x}" %}'):  # fmt: skip
        with pytest.raises(InputError):
            compile_template(with_lines(tag))


def test_no_compiled_template_is_kept_where_others_write():
    """CVE-2014-1402, CVE-2014-0012: bytecode caches in a shared temporary folder."""
    assert ENVIRONMENT.bytecode_cache is None
