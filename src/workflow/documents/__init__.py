""".docx: compile, check, render, number, convert."""
