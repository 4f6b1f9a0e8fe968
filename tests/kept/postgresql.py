"""A PostgreSQL server of the tests' own: a folder, a Unix socket, no network, gone at the end.

As root the server runs as the user `postgres`, since it refuses to run as root.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

MISSING = "No PostgreSQL was found: `make postgres` finds it or installs Debian's."
WAIT_S = 120
SETTINGS = {
    "listen_addresses": "",
    "max_connections": 60,
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "log_min_messages": "fatal",
}
"""fsync and synchronous_commit stay as PostgreSQL has them: durable."""


def find() -> Path | None:
    """The folder of the newest server's programs, or None where there is none that could run."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    on_path = [Path(found).parent] if (found := shutil.which("initdb")) else []
    usable = (path for path in [*reversed(debian), *on_path] if _is_whole(path))
    return next(usable, None) if _has_user() else None


def _is_whole(programs: Path) -> bool:
    return all((programs / name).exists() for name in ("initdb", "pg_ctl", "postgres"))


def _has_user() -> bool:
    """Whether there is somebody to run the server as."""
    return os.geteuid() != 0 or any(user.pw_name == "postgres" for user in pwd.getpwall())


class Server:
    """``stop("immediate")`` is a crash: what was not on disk by then is lost."""

    def __init__(self, home: Path, programs: Path) -> None:
        self.home, self.programs = home, programs
        self._names = itertools.count(1)
        self._as_user = {"user": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}

    def make(self) -> None:
        if self._as_user:
            shutil.chown(self.home, "postgres")
        self._run("initdb", "--auth=trust", "--username=tests", "--encoding=UTF8", "--no-locale")
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
            file.write(f"unix_socket_directories = '{self.home}'\n")

    @property
    def data(self) -> Path:
        return self.home / "data"

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", "--log", str(self.home / "log"))

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode", mode)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://tests@/{database}?host={self.home}"

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"kept_{next(self._names)}"
        self._sql(f"CREATE DATABASE {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Whoever is still connected is thrown out."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    def _sql(self, statement: str) -> None:
        address = {"host": str(self.home), "user": "tests", "dbname": "postgres"}
        with psycopg.connect(**address, autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        """Output goes to a file: a server left running would keep a pipe open for ever."""
        with (self.home / "output").open("w+") as output:
            done = subprocess.run(
                [self.programs / program, "--pgdata", self.data, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.home,
                timeout=WAIT_S,
                check=False,
                **self._as_user,
            )
            output.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} failed:\n{output.read()}")


@contextmanager
def running() -> Iterator[Server]:
    """A server while the block lasts; an error that names the way out where there is none."""
    programs = find()
    if programs is None:
        raise RuntimeError(MISSING)
    # A socket's path must be short, so not in a test's own folder.
    home = Path(tempfile.mkdtemp(prefix="kept-"))
    server = Server(home, programs)
    try:
        server.make()
        server.start()
        yield server
    finally:
        if (server.data / "postmaster.pid").exists():
            server.stop("immediate")
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(0 if find() else 1)
