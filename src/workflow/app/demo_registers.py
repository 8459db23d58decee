"""The registers of the demonstration's town: its catalogue, what it publishes, its figures.

They are kept as officers keep them, a step a day through the use cases: who drafts neither
reviews nor approves.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from workflow.app import disclosing_catalogue, figures
from workflow.app.demo_acts import Act, days_before, plain, read
from workflow.app.disclosing import Wanted, advance
from workflow.app.figure_periods import read_period
from workflow.app.office import Actor, Office
from workflow.core.calendar import Calendar

#: Who makes which step of a document.
_BY = {"pass_secrecy_review": "reviewer", "return": "reviewer", "approve": "leader",
       "take_down": "leader"}  # fmt: skip
#: The steps to a published document, each so many working days before it.
_BEFORE = {"pass_secrecy_review": 2, "approve": 1}


def register_acts(name: str, calendar: Calendar, today: date) -> Iterator[Act]:
    """Yield what the officers keep in the registers, up to today."""
    told = read(f"{name}_registers", year=today.year)
    people = told["people"]
    for kept in told["figures"]:
        facts = {key: kept[key] for key in ("period", "source", "values")}
        yield Act(kept["on"], kept["period"], "enter", people["clerk"], facts, register="figures")
    first = told["figures"][0]["on"]
    rows = {"rows": told["catalogue"]}
    yield Act(first, "catalogue", "keep", people["clerk"], rows, register="catalogue")
    for number, item in enumerate(told["disclosures"], 1):
        for act in _steps(item, told["opinions"]):
            on = days_before(calendar, today, act["ago"])
            facts = {key: plain(value) for key, value in act.get("facts", {}).items()}
            if act["trigger"] == "draft":
                facts["made_on"] = days_before(calendar, today, item["made"]).isoformat()
            by = people[_BY.get(act["trigger"], "clerk")]
            named = (on, f"{name}_registers/{number}", act["trigger"], by, facts)
            yield Act(*named, register="disclosure", reason=act.get("reason"))


def _steps(item: Mapping[str, Any], opinions: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    """Yield the steps of a document: its draft, those to its publishing, what came then."""
    yield {"trigger": "draft", "ago": item.get("drafted", item["made"]), "facts": item["facts"]}
    if published := item.get("published"):
        for trigger, days in _BEFORE.items():
            opinion = {"opinion": opinions[_BY[trigger]]}
            yield {"trigger": trigger, "ago": published["ago"] + days, "facts": opinion}
        place = {key: value for key, value in published.items() if key != "ago"}
        yield {"trigger": "publish", "ago": published["ago"], "facts": place}
    yield from item.get("acts", ())


def keep(office: Office, agency: str, act: Act, actor: Actor, numbers: dict[str, str]) -> None:
    """Do an act of a register; ``numbers`` are those of documents by their names."""
    if act.register == "figures":
        sources = dict.fromkeys(act.facts["values"], act.facts["source"])
        period = read_period(act.facts["period"])
        figures.enter(office, figures.Entering(agency, period, act.facts["values"], sources), actor)
    elif act.register == "catalogue":
        disclosing_catalogue.keep(office, agency, act.facts["rows"], actor)
    else:
        known = numbers.get(act.case)
        wanted = Wanted(agency, act.trigger, act.on, act.facts, known, act.reason)
        numbers[act.case] = advance(office, wanted, actor).item.slug
