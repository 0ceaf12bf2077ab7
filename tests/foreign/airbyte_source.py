"""Airbyte's Dataverse source against the emulated service: the one client that reads by delta tokens.

Patched: the address of the token endpoint is a constant in the client, so its sign-in is replaced by a fixed token. It
takes every link apart and sends its parameters anew.
"""

import logging
import sys

from airbyte_cdk.models import ConfiguredAirbyteCatalog, ConfiguredAirbyteStream, DestinationSyncMode, SyncMode, Type
from airbyte_cdk.sources.streams.http.auth import TokenAuthenticator
from source_microsoft_dataverse import dataverse, source
from source_microsoft_dataverse.source import SourceMicrosoftDataverse
import requests


def main(address: str) -> None:
    signed_in = lambda config: TokenAuthenticator("any")
    dataverse.get_auth = signed_in
    source.get_auth = signed_in
    config = {"url": address, "tenant_id": "x", "client_id": "x", "client_secret_value": "x", "odata_maxpagesize": 10}
    logger = logging.getLogger("airbyte")
    reader = SourceMicrosoftDataverse()
    assert reader.check_connection(logger, config) == (True, None)
    streams = {stream.name: stream for stream in reader.discover(logger, config).streams}
    account = streams["account"]
    assert SyncMode.incremental in account.supported_sync_modes
    catalog = ConfiguredAirbyteCatalog(
        streams=[
            ConfiguredAirbyteStream(
                stream=account,
                sync_mode=SyncMode.incremental,
                destination_sync_mode=DestinationSyncMode.append,
                cursor_field=["modifiedon"],
                primary_key=[["accountid"]],
            )
        ]
    )

    def read(state):
        messages = list(SourceMicrosoftDataverse().read(logger, config, catalog, state))
        rows = [message.record.data for message in messages if message.type == Type.RECORD]
        states = [message.state for message in messages if message.type == Type.STATE]
        return rows, states[-1:]

    headers = {"Authorization": "Bearer any"}
    total = int(requests.get(f"{address}/api/data/v9.2/accounts/$count", headers=headers, timeout=30).text)
    rows, state = read(None)
    assert len({row["accountid"] for row in rows}) == total, (len(rows), total)
    gone = rows[0]["accountid"]
    requests.delete(f"{address}/api/data/v9.2/accounts({gone})", headers=headers, timeout=30).raise_for_status()
    body = {"name": "Seen by delta"}
    requests.post(f"{address}/api/data/v9.2/accounts", headers=headers, json=body, timeout=30).raise_for_status()
    rows, _ = read(state)
    assert [row.get("name") for row in rows if row.get("name")] == ["Seen by delta"], rows
    assert any(row.get("_ab_cdc_deleted_at") for row in rows), rows
    print("airbyte-source-microsoft-dataverse: all well")


if __name__ == "__main__":
    main(sys.argv[1])
