"""Microsoft's own Dataverse client for Python against the emulated service.

Run by `tests/foreign/run`, which installs the client and starts the services. The one patch: the client insists on
https when it is made, so its address is set afterwards.
"""

import sys

from azure.core.credentials import AccessToken
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.models.upsert import UpsertItem


class AnyToken:
    """A credential whose token the sandbox takes because any bearer is allowed."""

    def get_token(self, *scopes, **_):
        assert scopes[0].endswith("/.default"), scopes
        return AccessToken("any", 4_000_000_000)


def main(address: str) -> None:
    client = DataverseClient("https://sandbox.invalid", AnyToken())
    client._base_url = address

    one = client.records.create("account", {"name": "Contoso", "telephone1": "555-0100"})
    row = client.records.retrieve("account", one, select=["name", "telephone1"])
    assert row["name"] == "Contoso", row
    client.records.update("account", one, {"telephone1": "555-0199"})
    assert client.records.retrieve("account", one, select=["telephone1"])["telephone1"] == "555-0199"

    # Labels become numbers by way of the column's option set.
    client.records.update("account", one, {"preferredcontactmethodcode": "Phone"})
    assert client.records.retrieve("account", one, select=["preferredcontactmethodcode"])["preferredcontactmethodcode"] == 3

    many = client.records.create("account", [{"name": f"Many {n}"} for n in range(7)])
    assert len(set(many)) == 7, many
    client.records.update("account", many, {"description": "broadcast"})
    client.records.update("account", many[:2], [{"fax": "1"}, {"fax": "2"}])
    pages = list(
        client.records.list_pages(
            "account", select=["name", "fax"], filter="startswith(name,'Many')", orderby=["name desc"], page_size=3
        )
    )
    assert [len(page) for page in pages] == [3, 3, 1], [len(page) for page in pages]
    names = [row["name"] for page in pages for row in page]
    assert names == [f"Many {n}" for n in reversed(range(7))], names
    assert all(row["description"] == "broadcast" for row in client.records.list("account", filter="startswith(name,'Many')"))

    client.records.delete("account", many[:2], use_bulk_delete=False)
    job = client.records.delete("account", many[2:])
    assert job, job
    left = client.records.list("account", select=["name"], filter="startswith(name,'Many')")
    assert len(left) == 0, left

    table = client.tables.get("account")
    assert table["entity_set_name"] == "accounts", table
    assert any(found["LogicalName"] == "contact" for found in client.tables.list())
    columns = client.tables.list_columns("account", select=["LogicalName", "SchemaName", "AttributeType"])
    assert any(column["LogicalName"] == "creditlimit" for column in columns)
    keys = client.tables.get_alternate_keys("transactioncurrency")
    assert isinstance(keys, list), keys
    assert client.tables.list_table_relationships("contact")

    # An alternate key of its own, so that the test can run twice against the same services.
    if not any(key.key_attributes == ["pager"] for key in client.tables.get_alternate_keys("contact")):
        client.tables.create_alternate_key("contact", "new_ByPager", ["pager"])
    keyed = lambda number, name: UpsertItem(alternate_key={"pager": f"{one[:8]}{number}"}, record={"lastname": name})
    client.records.upsert("contact", [keyed(1, "Upserted")])
    client.records.upsert("contact", [keyed(1, "Again"), keyed(2, "Second")])
    found = client.records.list("contact", select=["lastname"], filter=f"startswith(pager,'{one[:8]}')", orderby=["pager"])
    assert [row["lastname"] for row in found] == ["Again", "Second"], found

    name = f"Of the batch {one}"
    batch = client.batch.new()
    with batch.changeset() as changes:
        person = changes.records.create("contact", {"lastname": "Batch"})
        changes.records.create("account", {"name": name, "primarycontactid@odata.bind": person})
    batch.records.list("account", filter=f"name eq '{name}'", select=["name", "_primarycontactid_value"])
    result = batch.execute()
    assert not result.has_errors, [item.error_message for item in result.failed]
    found = client.records.list("account", filter=f"name eq '{name}'", select=["_primarycontactid_value"])
    assert len(found) == 1 and found[0]["_primarycontactid_value"], found

    failing = client.batch.new()
    failing.records.update("account", "00000000-0000-4000-8000-00000000dead", {"name": "x"})
    failing.records.list("account", select=["name"])
    result = failing.execute(continue_on_error=True)
    assert [item.status_code for item in result.responses] == [404, 200], [i.status_code for i in result.responses]

    client.records.delete("account", one)
    assert client.records.retrieve("account", one) is None
    print("powerplatform-dataverse-client: all well")


if __name__ == "__main__":
    main(sys.argv[1])
