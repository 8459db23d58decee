"""The annual-report forms as data: rows, columns, labels, equations."""
