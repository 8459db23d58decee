"""An officer at the screen: signs in, fills forms, saves letters."""

from pathlib import Path

from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

from web.town import PASSWORD

LETTERS = Path(__file__).with_name("letters")


class Officer:
    """Somebody signed in, in a window of his own."""

    def __init__(self, context: BrowserContext, cases: dict[str, int], folder: Path) -> None:
        self.context = context
        self.cases = cases
        self.folder = folder
        self.faults: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "response",
            lambda answer: self.faults.append(answer.url) if answer.status >= 500 else None,
        )

    def enter(self, name: str) -> "Officer":
        self.page.goto("/sign-in")
        self.page.get_by_label("用户名").fill(name)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("今天是")
        return self

    def open(self, job: str) -> "Officer":
        """Find the job's case by what is asked for, as an officer does, and open it."""
        self.page.goto(f"/cases/{self.cases[job]}")
        return self

    def press(self, name: str) -> "Officer":
        """Press a button, or follow a link that looks like one."""
        role = "link" if self.page.get_by_role("link", name=name, exact=True).count() else "button"
        self.page.get_by_role(role, name=name, exact=True).first.click()
        return self

    def fill(self, **typed: str) -> "Officer":
        """Fill the fields of a form by their names: type, choose, or tick."""
        for name, value in typed.items():
            fields = self.page.locator(f"main form [name={name}]")
            match fields.first.evaluate("one => one.type || one.tagName"):
                case "radio" | "checkbox":
                    self.page.locator(f'main form [name={name}][value="{value}"]').check()
                case "select-one":
                    fields.first.select_option(value)
                case _:
                    fields.first.fill(value)
        return self

    def send(self) -> "Officer":
        """Press the one filled button of the form."""
        self.page.locator("main form button.primary").first.click()
        return self

    def done(self, act: str) -> "Officer":
        """Expect the page to say what was done."""
        expect(self.page.get_by_role("status").first).to_contain_text(act)
        return self

    def letter(self, name: str) -> str:
        """Download a letter of the case as Word and return its text, a line a paragraph."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=f"{name} .docx", exact=True).first.click()
        return self.saved(waiting.value)

    def saved(self, download) -> str:
        path = self.folder / f"{len(list(self.folder.iterdir()))}.docx"
        download.save_as(path)
        return text_of(path)


def text_of(path: Path) -> str:
    """Return the text of a Word file: paragraphs and cells in reading order, blanks left out."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = (
        "".join(piece.text or "" for piece in paragraph.iter(f"{word}t")).strip()
        for paragraph in Document(str(path)).element.body.iter(f"{word}p")
    )
    return "\n".join(line for line in lines if line)


def expected(name: str) -> str:
    """Return the text of a letter as it was read and found right."""
    return (LETTERS / f"{name}.txt").read_text("utf-8").rstrip("\n")
