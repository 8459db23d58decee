"""Rules that a move must satisfy, by what they are about. A statute gives the article.

Rules read dates from the derived deadlines and never count days themselves.
"""
