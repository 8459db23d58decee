"""The names of the words that a fact may be: codes in the journal, Chinese on the page."""

from workflow.messages import catalogue, language, say


def choice_label(fact: str, value: str) -> str:
    """Return the name of a choice as an officer reads it; of an outcome, with its code.

    >>> choice_label("way", "post")
    '邮寄（邮政）'
    """
    if fact in {"outcome", "grounds"}:
        return f"{value} {say(f'outcomes.{value}')}"
    if fact == "channels":
        return say(f"disclosure.channel_{value}")
    code = f"web_choices.{fact}_{value}"
    return say(code) if code in catalogue(language()) else say(f"facts.{value}")
