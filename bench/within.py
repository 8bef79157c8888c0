"""A browser without a server between: it asks Django in this process, so that what a request does can be watched."""

from django.test import Client

from bench.browser import HOST, Browser


class Within(Browser):
    """Carries the cookies of a browser of the running system: it is the same visitor to the same database."""

    def __init__(self, given: Browser) -> None:
        super().__init__(given.port, given.address, lambda *_: None)
        self.client = Client(SERVER_NAME=HOST, SERVER_PORT=str(given.port))
        for name, value in given.cookies.items():
            self.client.cookies[name] = value

    def _timed(self, method: str, path: str, kind: str, body: bytes, media_type: str) -> tuple[int, bytes, bytes]:
        answer = self.client.generic(
            method, path, body, content_type=media_type, headers={"X-Forwarded-For": self.address}
        )
        head = f"\r\nlocation: {answer['Location']}\r\n".encode() if "Location" in answer else b""
        return answer.status_code, head, b"".join(answer) if answer.streaming else answer.content
