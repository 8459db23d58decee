"""The command line: parses, calls ``app``, prints. No rule lives here."""
