"""The annual report: tables, checks, reading, roll-up."""
