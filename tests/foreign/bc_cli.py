"""`bc-cli`'s library `bcli` against the emulated Business Central.

Patched: the address and the check that next links lead to Microsoft, both of which are constants in the client.
"""

import asyncio
import sys

import bcli._url
import bcli.client._transport


async def main(address: str) -> None:
    base, _, environment = address.removesuffix("/api/v2.0").rpartition("/")
    bcli._url.BC_BASE_URL = base
    bcli.client._transport.assert_bc_origin = lambda url: None
    from bcli.auth._static import StaticTokenAuth
    from bcli.client._async import AsyncBCClient

    options = {"tenant_id": "contoso", "environment": environment, "auth": StaticTokenAuth("any")}
    async with AsyncBCClient(**options) as client:
        company = (await client.list_companies())[0]
    async with AsyncBCClient(company_id=company["id"], **options) as client:
        found = await client.query("customers").filter("number eq '10000'").select("id", "number").count().execute()
        assert found is not None
        some = await client.query("items").orderby("displayName desc").top(3).skip(1).get()
        assert len(some) == 3 and some[0]["displayName"] >= some[-1]["displayName"], some
        made = await client.post("contacts", {"displayName": "Foreign Person", "type": "Person"})
        changed = await client.patch("contacts", made["id"], {"city": "Lyon"}, etag=made["@odata.etag"])
        assert changed["city"] == "Lyon", changed
        try:
            await client.patch("contacts", made["id"], {"city": "Nice"}, etag=made["@odata.etag"])
            raise AssertionError("a stale etag was taken")
        except AssertionError:
            raise
        except Exception as error:
            assert "409" in str(error) or "changed" in str(error), error
        await client.delete("contacts", made["id"])
        rows = await client.query("contacts").filter("displayName eq 'Foreign Person'").get()
        assert rows == [], rows
    print("bc-cli: all well")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
