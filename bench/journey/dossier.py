"""The five sections of the dossier over HTTP, without a script: regions level by level, schools by the button."""

from functools import cache

from bench import people
from bench.journey.walker import Walker
from zhupei.pure.reference import schools
from zhupei.pure.reference.regions import regions
from zhupei.world.fiction.people import PersonFacts

BASE = "/me/dossier/"
FROM_NUMBER = ("sex", "birth_date")  # asked only of people whose document does not say them


def basics(walker: Walker) -> None:
    """Two steps for the regions, then 保存."""
    browser, facts = walker.browser, walker.who.facts
    browser.get(f"{BASE}basics/", "basics")
    for level in range(3):
        form = browser.page.form(name="email")
        answers = {name: text for name, text in people.basics(facts).items() if name not in FROM_NUMBER}
        answers |= {name: text for name, text in people.basics(facts).items() if name in form.names}
        answers |= _down_to(facts, level)
        button = None if level == 2 else ("step", "registered_region")
        browser.submit(form, answers, "basics: save" if level == 2 else "basics: step", button=button)
        walker.expect(f"{BASE}basics/")


def _down_to(facts: PersonFacts, level: int) -> dict[str, str]:
    """The selects of both regions, from the province down to `level`."""
    return {
        f"{name}_{depth}": _ancestor(code, depth)
        for name, code in people.regions(facts).items()
        for depth in range(level + 1)
    }


def _ancestor(county: str, depth: int) -> str:
    chain: list[str] = []
    code: str | None = county
    while code:
        chain.insert(0, code)
        code = _parents()[code]
    return chain[depth]


@cache
def _parents() -> dict[str, str | None]:
    return {region.code: region.parent for region in regions()}


def educations(walker: Walker) -> None:
    browser = walker.browser
    for row in people.educations(walker.who.facts):
        browser.get(f"{BASE}educations/", "educations")
        browser.get(f"{BASE}educations/new/", "education")
        answers = dict(row)
        for name, entries in (("institution", schools.institutions()), ("major", schools.majors())):
            wanted = answers[name]
            if wanted == people.OTHER:
                continue
            form = browser.page.form(name="level")
            known = {key: text for key, text in answers.items() if key not in ("institution", "major")}
            known[f"{name}_q"] = next(entry.name for entry in entries if entry.code == wanted)
            if name == "major" and answers["institution"] is not None:
                known["institution"] = answers["institution"]
            browser.submit(form, known, "education: search", button=("find", name))
            walker.expect(f"{BASE}educations/new/")
        browser.submit(browser.page.form(name="level"), answers, "education: save")
        walker.expect(f"{BASE}educations/")


def work(walker: Walker) -> None:
    """没有 is an answer."""
    browser = walker.browser
    browser.get(f"{BASE}employments/", "employments")
    browser.submit(browser.page.form(name="has_work"), {"has_work": people.NO}, "employments: save")
    walker.expect(f"{BASE}employments/")


def licence(walker: Walker) -> None:
    browser = walker.browser
    browser.get(f"{BASE}licence/", "licence")
    form = browser.page.form(name="licence_held")
    browser.submit(form, people.licence(walker.who.facts), "licence: save")
    walker.expect(f"{BASE}licence/")
