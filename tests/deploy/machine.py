"""A machine as `deploy/setup` makes it, in a folder: its units are read as systemd reads them, its nginx runs with the
rendered site on loopback, with a certificate made for the occasion.
"""

import datetime
import os
import shlex
import shutil
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from zhupei.config.environment import ROOT

BINARY = shutil.which("nginx") or "/usr/sbin/nginx"
HOST = "recruit.example.cn"
PATIENCE = 90.0
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCache-Control: private, no-store\r\nConnection: close\r\n\r\nok"
NGINX = """
{user} error_log {folder}/error.log; pid {folder}/nginx.pid; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types; default_type application/octet-stream;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {root}/etc/nginx/sites-enabled/*;
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Machine:
    """`port`: where the web listens or a recorder in its place; `http`, `https`: where nginx does."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.root, self.data = folder, folder / "root", folder / "data"
        self.database = database
        self.port, self.http, self.https = free_port(), free_port(), free_port()
        self.certificate, self.key = folder / "certificate.pem", folder / "key.pem"
        self._certify()

    def set_up(self, **given: str) -> subprocess.CompletedProcess[str]:
        """Run the script; `given` replaces options."""
        options = {
            "root": self.root, "data": self.data, "host": HOST, "database": self.database,
            "sms-url": "https://sms.example.cn/send?app=1&kind=2", "certificate": self.certificate, "key": self.key,
            "port": self.port, "http": self.http, "https": self.https, "logs": self.folder, "workers": 1,
        } | {name.replace("_", "-"): value for name, value in given.items()}  # fmt: skip
        words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        return subprocess.run([ROOT / "deploy" / "setup", *words], capture_output=True, text=True)

    # --- units ----------------------------------------

    def unit(self, name: str) -> dict[str, list[str]]:
        """Setting → its values, of all sections."""
        found: dict[str, list[str]] = {}
        for line in self.unit_path(name).read_text().splitlines():
            if "=" in line and not line.startswith(("#", ";")):
                key, value = line.split("=", 1)
                found.setdefault(key, []).append(value)
        return found

    def unit_path(self, name: str) -> Path:
        return self.root / "etc/systemd/system" / f"zhupei-{name}.service"

    def environment(self, name: str) -> dict[str, str]:
        """What a unit's processes see: nothing of ours but the path."""
        found = {"PATH": os.environ["PATH"]}
        for path in self.unit(name)["EnvironmentFile"]:
            for line in Path(path).read_text().splitlines():
                if line and not line.startswith("#"):
                    key, value = line.split("=", 1)
                    found[key] = value
        return found

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """The unit's last command, as it stands there."""
        unit = self.unit(name)
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                shlex.split(unit["ExecStart"][-1]),
                env=self.environment(name), cwd=unit["WorkingDirectory"][0], stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    # --- nginx ----------------------------------------

    def start_nginx(self) -> subprocess.Popen[bytes]:
        config = self.folder / "nginx.conf"
        user = "user root;" if os.getuid() == 0 else ""
        config.write_text(NGINX.format(folder=self.folder, root=self.root, user=user))
        command = [BINARY, "-p", str(self.folder), "-c", str(config), "-g", "daemon off;"]
        log = self.folder / "error.log"
        with log.open("wb") as errors:
            process = subprocess.Popen(command, stderr=errors)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.https)).close()
                return process
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)

    def connect(self, sent: bytes = b"") -> ssl.SSLSocket:
        """Over TLS, as a browser that trusts the certificate."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        plain = socket.create_connection(("127.0.0.1", self.https), timeout=PATIENCE)
        connection = context.wrap_socket(plain, server_hostname=HOST)
        connection.sendall(sent)
        return connection

    def ask(self, path: str, headers: str = "") -> bytes:
        from tests.console.serving.small import rest

        sent = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n{headers}Connection: close\r\n\r\n".encode()
        with self.connect(sent) as connection:
            return rest(connection)

    def _certify(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
        now = datetime.datetime.now(datetime.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
            .sign(key, hashes.SHA256())
        )
        self.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        self.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )


class Recorder:
    """Stands where the web would be and writes down what the proxy says to it."""

    def __init__(self, port: int) -> None:
        self.heard: list[bytes] = []
        self.listening = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._hear, args=[connection], daemon=True).start()

    def _hear(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            place = len(self.heard)
            self.heard.append(b"")
            while not self.heard[place].endswith(b"\r\n\r\n"):
                self.heard[place] += stream.readline()
            head = self.heard[place].lower()
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in head else 0
            self.heard[place] += stream.read(length)
            connection.sendall(ANSWER)

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
