"""The builder of official documents: page, styles, letter head, forms, by GB/T 9704-2012.

Every value stands once, as data, in the module of its noun: ``page`` (paper and grid), ``styles``,
``fonts``, ``parts`` (settings and the parts of the file), ``letter`` (head and foot of a letter),
``tables``. ``xml`` writes elements in the order of the schema, ``fit`` adjusts a letter to the
length of an agency's name. Templates and the annual report are both built with it.
"""
