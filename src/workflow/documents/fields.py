"""The types of a notice's fields, as ``documents`` names them.

They are defined in ``workflow.core.fields``: a statute, which fills them, stands below this
layer and imports them from there.
"""

from workflow.core.fields import REMEDY, Field, FieldKind, NoticeFields

__all__ = ["REMEDY", "Field", "FieldKind", "NoticeFields"]
