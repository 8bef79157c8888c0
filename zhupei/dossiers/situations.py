"""Where a dossier stands on the way to a submission."""

from collections.abc import Sequence
from datetime import datetime

from zhupei.accounts.models import User
from zhupei.cycles import queries as cycles
from zhupei.cycles import rules as cycle_rules
from zhupei.cycles.models import Round, Stage
from zhupei.cycles.timetable import State
from zhupei.dossiers import queries, rules
from zhupei.dossiers.rules import Task
from zhupei.kernel.situations import Situation
from zhupei.pure import dates


def situation(person: User, round_: Round, at: datetime) -> Situation:
    """Read anew, for whoever has not loaded the dossier."""
    data = queries.load(person)
    kind = rules.likely_kind(data, round_.cycle)
    tasks = rules.tasks(data, rules.gaps(data, cycle=round_.cycle, kind=kind), round_.cycle)
    return of(tasks, cycles.stage(round_, Stage.Kind.REGISTRATION), at)


def of(tasks: Sequence[Task], registration: Stage | None, at: datetime) -> Situation:
    """What is missing before choices can be made, or what is waited for; too late, what remains possible."""
    if registration is None:
        return Situation(
            code="dossier:unannounced",
            title="本年度报名尚未公布",
            tone="info",
            words="时间确定后在首页公布，现在可以先完善个人信息。",
        )
    window = registration.window
    state, missing = window.state(at), [task for task in tasks if not task.done]
    if state is State.CLOSED:
        words = cycle_rules.what_remains(registration.round, at)
        return Situation(code="dossier:missed", title="本轮报名已截止，没有提交", tone="warn", words=words)
    if missing:
        words = f"已完成 {len(tasks)} 项中的 {len(tasks) - len(missing)} 项"
        title = f"还差 {len(missing)} 项就可以填报志愿"
        return Situation(code="dossier:missing", title=title, tone="warn", words=words, until=window.closes)
    if state is State.BEFORE:
        words = f"报名 {dates.exact(window.opens)} 开始。"
        return Situation(code="dossier:early", title="个人信息已完善，等待报名开始", tone="ok", words=words)
    return Situation(
        code="dossier:complete",
        title="个人信息已完善，可以填报志愿",
        tone="ok",
        words="保存不等于提交，提交后会得到带编号的回执。",
        until=window.closes,
    )
