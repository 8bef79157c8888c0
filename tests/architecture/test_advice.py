"""No text of the product gives advice that cannot work: loading the answer to a form anew sends the form again."""

import re

from zhupei.config.environment import ROOT

SUFFIXES = {".py", ".html", ".js"}
FOLDERS = ("zhupei", "templates", "assets")
ADVICE = re.compile(r"刷新(页面|后|重试)|请刷新|返回上一页|新窗口登录")
WORKS = {
    "assets/js/controllers/upload.js",  # stands on a page that was opened by its address: nothing is sent again
    "templates/public/demo_samples.html",  # a page without a form
    "templates/public/styleguide",
    "templates/applicant/application/form.html",  # the page does it by itself
}


def test_nobody_is_told_to_load_a_page_anew_or_to_go_back_where_that_loses_something() -> None:
    found = []
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            name = str(path.relative_to(ROOT))
            if path.suffix in SUFFIXES and not name.startswith(tuple(WORKS)) and ADVICE.search(path.read_text("utf-8")):
                found.append(name)
    assert found == []
