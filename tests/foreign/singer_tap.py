"""`tap-ms-dynamics` against the emulated Dataverse: it reads `$metadata` before it reads rows."""

import datetime
import io
import contextlib
import json
import sys

import tap_dynamics.client
from tap_dynamics.discover import discover
from tap_dynamics.sync import sync


def main(address: str) -> None:
    signed_in = tap_dynamics.client.DynamicsClient.__init__

    def init(self, *arguments, **named):
        signed_in(self, *arguments, **named)
        self.access_token = "any"
        self.expires_at = datetime.datetime(2099, 1, 1)

    tap_dynamics.client.DynamicsClient.__init__ = init
    tap_dynamics.client.DynamicsClient._ensure_access_token = lambda self: None
    config = {
        "start_date": "2000-01-01T00:00:00Z",
        "organization_uri": address,
        "user_agent": "test",
        "client_id": "x",
        "client_secret": "x",
        "redirect_uri": "http://localhost",
        "refresh_token": "x",
        "max_pagesize": 10,
    }
    catalog = discover(config, "config.json")
    names = {stream.tap_stream_id for stream in catalog.streams}
    assert {"account", "contact", "product"} <= names, sorted(names)
    for stream in catalog.streams:
        if stream.tap_stream_id == "account":
            for entry in stream.metadata:
                if entry["breadcrumb"] == []:
                    entry["metadata"]["selected"] = True
                elif entry["metadata"].get("inclusion") == "available":
                    entry["metadata"]["selected"] = True
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        sync(config, "config.json", {}, catalog)
    records = [json.loads(line) for line in out.getvalue().splitlines() if '"RECORD"' in line]
    assert len(records) > 10, len(records)
    assert all(record["record"]["accountid"] for record in records)
    print("tap-ms-dynamics: all well")


if __name__ == "__main__":
    main(sys.argv[1])
