"""The wording of the built-in templates: our own words, in the plain style of the office.

Each law has its letters; forms are shared. A template is a list of paragraphs with tags; what it
may name stands in ``statutes/<law>/notices.py``.
"""
