"""The web application, for `zhupei web` and any other WSGI server."""

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import ResolverMatch


class Handler(WSGIHandler):
    """Django's, but an address without parameters is looked for in the lists of all desks only once."""

    def __init__(self) -> None:
        super().__init__()
        self.fixed: dict[str, ResolverMatch] = {}

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        match = self.fixed.get(request.path_info)
        if match is None:
            match = super().resolve_request(request)
            if f"/{match.route}" == request.path_info:
                self.fixed[request.path_info] = match
            return match
        request.resolver_match = match
        return match


django.setup(set_prefix=False)
application = Handler()
