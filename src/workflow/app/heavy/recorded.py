"""Work in the background that opens cases for somebody is on the record of showings like a page."""

from dataclasses import replace

from workflow.app.office import Office
from workflow.app.running import Job, Kind, Step
from workflow.app.showings import Showings, Viewer
from workflow.store.opening import noting

VIA = "task"


def recorded(kind: Kind) -> Kind:
    """Return a kind of work whose steps note whose data they opened for the one who ordered it."""

    def some(office: Office, job: Job) -> Step:
        with noting() as opened:
            step = kind.some(office, job)
        viewer = Viewer(job.actor.name, job.actor.role, job.agency, VIA, job.kind)
        Showings(office).keep(opened, viewer)
        return step

    return replace(kind, some=some)
