"""What the notices of all laws share: how facts become words, how each kind of letter is filled.

Which notice has which fields under which law stands in ``<law>/notices.py``.
"""
