"""Pages of the demonstration: the SMS that would have been sent, the clock, the style guide."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.cycles import queries as cycles
from zhupei.kernel import clock
from zhupei.notifications import channels


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The latest messages of the file channel, newest first; `?phone=` filters."""
    return render(
        request, "public/demo_inbox.html", {"messages_sent": channels.read_file(request.GET.get("phone", ""))}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clock_page(request: HttpRequest) -> HttpResponse:
    """Move the whole system in time: registration open, one minute before the deadline, just closed."""
    if request.method == "POST":
        moment = cycles.demonstration_moments().get(request.POST.get("to", ""))
        if moment is None:
            clock.reset()
        else:
            clock.move_to(moment)
        return HttpResponseRedirect(reverse("demo:clock"))
    return render(
        request, "public/demo_clock.html", {"now": clock.now(), "moments": cycles.demonstration_moments()}
    )


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "public/styleguide.html", {"now": clock.now()})
