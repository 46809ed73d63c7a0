"""How to reach pages that no address shows: what somebody does on the page before."""

from playwright.sync_api import Page

PASSWORD = "Browser-Probe-2026"
GUARDED = "guarded@example.org"


def asks_for_code(page: Page) -> None:
    page.get_by_label("E-Mail-Adresse").fill(GUARDED)
    _leads_on(page, "Code zuschicken")


def gives_the_password(page: Page) -> None:
    _signs_in(page, PASSWORD)


def gives_a_wrong_password(page: Page) -> None:
    _signs_in(page, "falsch-und-lang-genug")


def sends_nothing(page: Page) -> None:
    """Send the form of the page as it stands, but for what a browser would keep back."""
    _submits(page, "main form[method=post]", "")


def sends_too_much(page: Page) -> None:
    _submits(
        page,
        "main form[method=post]",
        "for (let n = 0; n < 2001; n++) form.append(new_input(`n${n}`, ''));",
    )


def sends_an_old_form(page: Page) -> None:
    _submits(page, "main form[method=post]", "form.csrfmiddlewaretoken.value = 'x';")


def sends_without_session(page: Page) -> None:
    """Send a question to a page for members from a form of somebody who is not signed in."""
    _submits(
        page,
        "main form[method=post]",
        "form.action = '/landkreis-miesbach/fragen/neu/';"
        "form.append(new_input('text', 'Was ich lange geschrieben habe. '.repeat(20)));",
    )


def _signs_in(page: Page, password: str) -> None:
    field = page.get_by_label("Passwort", exact=True)
    form = page.locator("form", has=field)
    form.get_by_label("E-Mail-Adresse").fill(GUARDED)
    field.fill(password)
    with page.expect_navigation():
        form.get_by_role("button", name="Anmelden", exact=True).click()


def _leads_on(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def _submits(page: Page, selector: str, change: str) -> None:
    script = """selector => {
      const form = document.querySelector(selector);
      const new_input = (name, value) => Object.assign(
        document.createElement("input"), { type: "hidden", name, value });
      %s
      HTMLFormElement.prototype.submit.call(form);
    }"""
    with page.expect_navigation():
        page.evaluate(script % change, selector)
