"""Staff without a role in force: what they wait for, and nothing else."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhupei.accounts import office_queries, rules
from zhupei.bases import queries as bases
from zhupei.desks.public.frame import DESK
from zhupei.desks.public.views.accounts_frame import account_page, home_of
from zhupei.desks.shared.guards import to_login, verified_staff
from zhupei.kernel import clock


@require_safe
@DESK.enter()
def waiting(request: HttpRequest) -> HttpResponse:
    """Whoever has a role in force goes on to his desk."""
    user: Any = request.user
    if not user.is_authenticated:
        return to_login(request, "public:staff_login")
    if not verified_staff(request):
        raise Http404
    home = home_of(request)
    if home != reverse("public:waiting"):
        return HttpResponseRedirect(home)
    rows = bases.pending_of(user)
    founding = any(row.role in rules.OVERSIGHT_ROLES and row.granted_by_id is None for row in rows)
    context = {
        "rows": rows,
        "refused": bases.refused_of(user),
        "founding": founding and not office_queries.is_held(*rules.OVERSIGHT_ROLES),
    }
    return account_page(request, "public/accounts/waiting.html", context, at=clock.now())
