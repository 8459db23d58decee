"""Short ways to write a case down and to ask for its dates."""

from datetime import date

from workflow.app.due import answer

FAR = date(2026, 11, 24)


def day(text):
    return date.fromisoformat(text)


def submitted(on, channel="in_person", **facts):
    return {"kind": "submitted", "on": on, "channel": channel, **facts}


def happened(kind, on, **facts):
    return {"kind": kind, "on": on, **facts}


def sent(on, child="c1", party="third_party"):
    return happened("consultation_sent", on, id=child, party=party)


def received(on, child="c1"):
    return happened("consultation_received", on, id=child)


def replied(on, child="c1"):
    return happened("consultation_answered", on, id=child)


def derived(*events, as_of=FAR, law="auto", region=None, layers=(), **settings):
    """Return the derivation of some events."""
    on = day(as_of) if isinstance(as_of, str) else as_of
    document = {"law": law, "region": region, "events": list(events)}
    return answer(document, on, layers, settings)


def clock(name, *events, child=None, **asked):
    """Return one deadline of some events, None if there is no such clock."""
    return derived(*events, **asked).clock(name, child)


def due(name, *events, child=None, **asked):
    """Return the due date of one clock as text, None while it has none."""
    found = clock(name, *events, child=child, **asked)
    assert found is not None, f"no clock {name}"
    return found.due.isoformat() if found.due else None


def history(deadline):
    return [(one.due.isoformat(), one.until.isoformat(), one.why) for one in deadline.history]


def codes(warnings):
    return [reason.code for reason in warnings]
