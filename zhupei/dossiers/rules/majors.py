"""Level and major of one education row: 临床医学 of the vocational catalogue is no bachelor's major."""

from zhupei.dossiers import options
from zhupei.dossiers.models import Education, Major


def contradiction(major: Major, level: str, right: Major | None = None) -> str:
    """Why the major cannot have been studied at this level, '' when it can; `right` is the one to choose instead."""
    if options.taught_at(major.levels, level):
        return ""
    here, words = options.label("education_levels", level), options.entry_label(major)
    remedy = f"应选“{options.entry_label(right)}”" if right else "请重新选择；列表里没有的选“其他”，填写全称"
    return f"“{words}”不是{here}的专业，{remedy}"


def contradicted(row: Education) -> str:
    """The same for a row as it is stored."""
    return contradiction(row.major, row.level) if row.major else ""
