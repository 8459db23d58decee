"""``workflow demo``: a real town's real year, and an invented one, from request to report."""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import date, time
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workflow.errors import InputError
from workflow.messages import say

if TYPE_CHECKING:
    from rich.progress import Progress

    from workflow.app.demo import Played, Story, Winding
    from workflow.app.demo_acts import Act
    from workflow.app.office import Actor, Office

#: Agency → year, inputs, who drafts and who approves.
REPORTS: dict[str, tuple[int, str | None, tuple[str, str]]] = {
    "liangtian": (2020, "liangtian_2020", ("lt-jingban", "lt-lingdao")),
    "hewan": (2025, None, ("wangxiulan", "sunlingdao")),
}
#: The days of January on which a report is drafted, checked, approved and published.
REPORT_DAYS = (11, 12, 13, 15)
STORIES: tuple[tuple[str, str | None, str | None], ...] = (
    ("liangtian", "ningxia", None),
    ("hewan", None, "around_today"),
)
OPENING = time(8)


@click.command("demo")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Folder to make; data and documents lie in it.",
)
@click.option("--as-of", help="Play as if today were this day (YYYY-MM-DD).", default=None)
def command(*, folder: Path, as_of: str | None) -> None:
    """Play a town's year through the engine and leave its documents and data to look at."""
    from workflow.clock import today

    if (folder / "data").exists() and any((folder / "data").iterdir()):
        raise InputError("demo.folder_used", path=folder)
    on = date.fromisoformat(as_of) if as_of else today()
    office, clock = _office(folder)
    passwords: dict[str, str] = {}
    for name, region, around in STORIES:
        played, told = _play(office, clock, name, region, around, on, passwords)
        _show_reminders(told, played)
    _close(office, folder, passwords)


def _office(folder: Path) -> "tuple[Office, Winding]":
    from workflow.app.demo import Winding
    from workflow.bootstrap import build
    from workflow.clock import now
    from workflow.settings import load_settings
    from workflow.store import vaults

    clock = Winding(now())
    settings = load_settings(data_dir=folder / "data", documents_dir=folder / "documents")
    office = build(settings, clock)
    with office.store.write() as session:
        vaults.give_documents_folder(session, "../documents")
    return office, clock


def _play(
    office: "Office",
    clock: "Winding",
    name: str,
    region: str | None,
    around: str | None,
    on: date,
    passwords: dict[str, str],
) -> "tuple[Played, Story]":
    from workflow import calendars
    from workflow.app import demo
    from workflow.app.passwords import draw_password

    told = demo.story(name, calendars.load(region, as_of=on), on, around)
    clock.wind(told.acts[0].on, OPENING)
    passwords |= demo.settle(office, told, draw_password)
    with _progress() as bar:
        task = bar.add_task(told.agency.name, total=len(told.acts))

        def progress(act: "Act") -> None:
            bar.update(task, advance=1, description=f"{act.on} {told.agency.name}")

        report = _Report(name, clock, on)

        def morning(office: "Office") -> Sequence[str]:
            report.publish_when_due(office)
            return _sweep(office, told)

        played = demo.play(office, clock, told, morning, progress)
    report.publish_when_due(office, wound=True)
    return played, told


def _progress() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=Console(stderr=True))


def _sweep(office: "Office", told: "Story") -> Sequence[str]:
    """Work off one morning's sweep; what can't be made stops the demonstration.

    Returns what the story's own officers were told.
    """
    from workflow.app.working import work

    done = work(office)
    for effect, what in done.carried.failed:
        raise InputError("demo.not_made", effect=effect, what=what)
    own = {user.name for user in told.users}
    return [
        say("inbox.sent", person=one.person, message=say(one.code, **one.values))
        for one in done.reminders
        if one.person in own
    ]


def _show_reminders(told: "Story", played: "Played") -> None:
    click.echo(say("demo.reminders", agency=told.agency.name, count=len(played.reminders)))
    for on, said in played.reminders:
        click.echo(f"  {on}  {said}")


class _Report:
    """The annual report of a story's agency: published once, on its day in January."""

    def __init__(self, agency: str, clock: "Winding", today: date) -> None:
        self.agency, self.clock, self.today = agency, clock, today
        self.year, self.inputs, self.people = REPORTS[agency]
        self.days = [date(self.year + 1, 1, day) for day in REPORT_DAYS]
        self.waits = self.days[-1] <= today

    def publish_when_due(self, office: "Office", *, wound: bool = False) -> None:
        """Publish it once its day has come; ``wound``: wind the clock to that day first."""
        if not self.waits or (not wound and office.today < self.days[-1]):
            return
        if wound:
            self.clock.wind(self.days[-1], OPENING)
        self.waits = False
        self._publish(office)

    def _publish(self, office: "Office") -> None:
        """Draft, check, approve and publish, a day a step."""
        from workflow.app import report_life
        from workflow.app.annual_report import Inputs, inputs_from_json
        from workflow.app.office import Actor
        from workflow.app.report_life import Wanted

        clerk, leader = Actor(self.people[0], "clerk"), Actor(self.people[1], "leader")
        drafted, checked, approved, published = (
            Wanted(self.agency, self.year, on, actor)
            for on, actor in zip(self.days, (clerk, clerk, leader, clerk), strict=True)
        )
        given = _inputs(self.inputs, inputs_from_json)
        if self.inputs:
            _enter_figures(office, self.agency, self.year, self.inputs, clerk)
        built = report_life.draft(office, drafted, Inputs(text=given.text))
        report_life.check_built(office, checked)
        report_life.approve(office, approved)
        made = report_life.publish(office, published)
        values: dict[str, Any] = {
            "body": built.report.body,
            "year": self.year,
            "digest": made.digest[:16],
        }
        click.echo(say("demo.report_published", **values))


def _enter_figures(office: "Office", agency: str, year: int, name: str, actor: "Actor") -> None:
    """Enter the year's figures once, with their source: the report finds them by itself."""
    from workflow.app.figure_files import Import, import_figures
    from workflow.app.figure_periods import Period

    source = say("demo.source", "zh", year=year)
    with as_file(files("workflow.app") / "demo_data" / f"{name}.json") as path:
        import_figures(office, Import(agency, path, Period(year), source), actor)


def _inputs(name: str | None, read: Callable[[Any, str], Any]) -> Any:
    from workflow.app.annual_report import Inputs

    if name is None:
        return Inputs()
    text = (files("workflow.app") / "demo_data" / f"{name}.json").read_text("utf-8")
    return read(json.loads(text), name)


def _close(office: "Office", folder: Path, passwords: dict[str, str]) -> None:
    from workflow.app.working import work
    from workflow.clock import now

    clock: Any = office.now
    clock.moment = max(clock.moment, now())
    work(office)
    _write_papers(office, folder / "documents")
    made = sorted((folder / "documents").glob("**/*.docx"))
    click.echo(say("demo.documents", path=folder / "documents", count=len(made)))
    for path in made:
        click.echo(f"  {path.relative_to(folder / 'documents')}")
    click.echo(say("demo.passwords"))
    for name, password in passwords.items():
        click.echo(f"  {name:<16}{password}")
    click.echo(say("demo.next", path=folder / "data", program=_program()))
    office.store.close()


def _write_papers(office: "Office", folder: Path) -> None:
    """Write the papers of the invented town: its catalogue, guide and last self-inspection."""
    from datetime import timedelta

    from workflow.app.catalogue_paper import catalogue_paper
    from workflow.app.figure_periods import half_of
    from workflow.app.guide import guide_of, guide_paper
    from workflow.app.official_text import made
    from workflow.app.self_inspection import inspection_paper, record_of
    from workflow.documents.write import write_file

    today, town = office.today, STORIES[-1][0]
    last = half_of(half_of(today).first - timedelta(days=1))
    for paper in (
        catalogue_paper(office, town, today),
        guide_paper(guide_of(office, town, today)),
        inspection_paper(record_of(office, town, last), today),
    ):
        write_file(folder / f"{paper.signed}{paper.title}.docx", made(office, paper))


def _program() -> str:
    """Return how the reader calls this program: by its name where PATH finds it, else by its path.

    A path below the current folder is given from there.
    """
    called = Path(sys.argv[0]).absolute()
    if called.name == "__main__.py":
        return f"{Path(sys.executable).name} -m workflow"
    if shutil.which(called.name) == str(called):
        return called.name
    inside = called.is_relative_to(Path.cwd())
    return str(called.relative_to(Path.cwd()) if inside else called)
