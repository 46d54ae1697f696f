"""A desk served in this process, and what a person does there without a browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.testclient import TestClient

from detector.review import Desk, drawn_lines
from detector.review.server import Gate, Keys, Shelf, build_app

HERE = "http://127.0.0.1"
OURS = {"sec-fetch-site": "same-origin"}
NOTE = "weights do not agree with the papers"


class Served:
    def __init__(self, workspace: Path, desk: Desk, door=None) -> None:
        self.workspace, self.desk, self.now = workspace, desk, 0.0
        self.door = door or Keys()
        self.gate = Gate(self.door, lambda: self.now)
        self.shelf = Shelf(workspace, desk)
        self.app = build_app(desk, self.shelf, self.gate)
        self.drawn = set(drawn_lines(desk))
        self.order = list(self.shelf.now().keys)
        self.keys = [key for key in self.order if key not in self.drawn]

    def client(self, name=None, role="analyst", secret=None):
        told = TestClient(self.app, base_url=HERE, follow_redirects=False)
        if name:
            form = {"name": name, "secret": secret or self.door.keys[role]}
            assert told.post("/enter", data=form, headers=OURS).status_code == 303
        return told

    def token(self, client):
        return self.gate.person(client.cookies["desk"]).token

    def post(self, client, path, **form):
        return client.post(path, data={"token": self.token(client), **form}, headers=OURS)

    def act(self, client, key, what, **form):
        version = str(self.desk.standing(key).version)
        return self.post(client, f"/case/{key}/act", **{"do": what, "version": version, **form})

    def decide(self, client, key, disposition="refer", note=NOTE, **form):
        return self.act(client, key, "decide", disposition=disposition, note=note, **form)


@contextmanager
def listening(app) -> Iterator[str]:
    """Serve an app on a free port of this machine; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
