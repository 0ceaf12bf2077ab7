"""Microsoft's own Dataverse client for Python against the emulated service.

Run by `tests/foreign/run`, which installs the client and starts the services. The one patch: the client insists on
https when it is made, so its address is set afterwards.
"""

import sys
import uuid

from azure.core.credentials import AccessToken
from PowerPlatform.Dataverse.client import DataverseClient
from PowerPlatform.Dataverse.core.errors import HttpError
from PowerPlatform.Dataverse.models.filters import col
from PowerPlatform.Dataverse.models.upsert import UpsertItem


class AnyToken:
    """A credential whose token the sandbox takes because any bearer is allowed."""

    def get_token(self, *scopes, **_):
        assert scopes[0].endswith("/.default"), scopes
        return AccessToken("any", 4_000_000_000)


def refused_with(status: int, call) -> HttpError:
    try:
        call()
    except HttpError as error:
        assert error.status_code == status, (error.status_code, error)
        return error
    raise AssertionError(f"not refused with {status}")


def queries(client: DataverseClient) -> None:
    """Queries by the fluent builder, by FetchXML, and the descriptions they are made from."""
    build = client.query.builder
    total = len(list(build("account").select("name").execute()))
    assert total > 50, total
    active = build("account").select("name", "creditlimit").where((col("statecode") == 0) & (col("creditlimit") >= 0))
    first = list(active.order_by("name", descending=True).top(5).page_size(2).execute())
    assert len(first) == 5, first
    for condition in [
        (col("statecode") == 0) | (col("statecode") == 1),
        col("statecode").in_([0, 1]),
        col("name").contains("a") | col("name").contains("e") | col("name").contains("o") | col("name").contains("u"),
    ]:
        found = len(list(build("account").select("name").where(condition).execute()))
        assert total // 2 < found <= total, (condition, found, total)
    rich = list(build("account").select("name", "creditlimit").where(col("creditlimit").between(1, 10_000_000)).execute())
    assert all(1 <= row["creditlimit"] <= 10_000_000 for row in rich), rich
    person = client.records.create("contact", {"lastname": "Expanded"})
    bound = {"name": "Expanding", "primarycontactid@odata.bind": f"/contacts({person})"}
    bound = client.records.create("account", bound)
    joined = build("account").select("name").where(col("_primarycontactid_value") == person).expand("primarycontactid")
    assert [row["primarycontactid"]["lastname"] for row in joined.top(2).execute()] == ["Expanded"]
    client.records.delete("account", bound)

    fetch = "<fetch {}><entity name='account'>{}</entity></fetch>"
    pages = client.query.fetchxml(fetch.format("count='20'", "<attribute name='name'/>")).execute_pages()
    sizes = [len(page) for page in pages]
    assert sum(sizes) == total and sizes[0] == 20 and len(sizes) == -(-total // 20), sizes
    counted = fetch.format("aggregate='true'", "<attribute name='accountid' alias='n' aggregate='count'/>")
    assert list(client.query.fetchxml(counted).execute())[0]["n"] == total

    described = {column["name"]: column for column in client.query.sql_columns("account")}
    assert described["accountid"]["is_pk"] and "creditlimit" in described, sorted(described)
    ways = [way for way in client.query.odata_expands("contact") if way["lookup_attribute"] == "parentcustomerid"]
    assert {way["target_table"] for way in ways} == {"account", "contact"}, ways


def tables(client: DataverseClient) -> None:
    """What tables, columns and keys look like, and new ones."""
    table = client.tables.get("account")
    assert table["entity_set_name"] == "accounts", table
    assert client.tables.get("nosuchtable") is None
    assert any(found["LogicalName"] == "contact" for found in client.tables.list())
    own = client.tables.list(filter="startswith(SchemaName,'new_')", select=["LogicalName", "SchemaName"])
    assert any(found["LogicalName"] == "new_project" for found in own), own
    columns = client.tables.list_columns("account", select=["LogicalName", "SchemaName", "AttributeType"])
    types = {column["LogicalName"]: column["AttributeType"] for column in columns}
    assert types["creditlimit"] == "Money" and types["primarycontactid"] == "Lookup", types
    assert client.tables.list_table_relationships("contact")
    related = client.tables.get_relationship("contact_customer_accounts")
    assert (related.referenced_entity, related.referencing_entity) == ("account", "contact"), related
    assert len(client.tables.list_relationships()) > 50

    # Names of its own, so that the test can run twice against the same services.
    mark = uuid.uuid4().hex[:8]
    wanted = {f"new_text{mark}": "string", f"new_amount{mark}": "decimal", f"new_on{mark}": "datetime"}
    assert sorted(client.tables.add_columns("account", wanted)) == sorted(wanted)
    assert client.tables.get_column("account", f"new_text{mark}")["AttributeType"] == "String"
    record = client.records.create("account", {"name": "Own columns", f"new_text{mark}": "x", f"new_amount{mark}": 1.25})
    row = client.records.retrieve("account", record, select=[f"new_text{mark}", f"new_amount{mark}"])
    assert (row[f"new_text{mark}"], row[f"new_amount{mark}"]) == ("x", 1.25), row
    client.tables.create_alternate_key("account", f"new_By{mark}", [f"new_text{mark}"])
    [key] = [key for key in client.tables.get_alternate_keys("account") if key.schema_name == f"new_By{mark}"]
    assert key.key_attributes == [f"new_text{mark}"], key
    client.records.upsert("account", [UpsertItem(alternate_key={f"new_text{mark}": "x"}, record={"name": "By key"})])
    assert client.records.retrieve("account", record, select=["name"])["name"] == "By key"
    client.records.delete("account", record)


def refusals(client: DataverseClient, one: str) -> None:
    """The client shows what the service says."""
    error = refused_with(400, lambda: client.records.create("account", {"nosuchcolumn": 1}))
    assert "nosuchcolumn" in str(error), error
    error = refused_with(400, lambda: client.records.create("account", {"name": "x" * 161}))
    assert "160" in str(error), error
    refused_with(404, lambda: client.records.update("account", "00000000-0000-4000-8000-00000000dead", {"name": "x"}))
    refused_with(400, lambda: client.records.update("account", one, {"industrycode": 4711}))


def main(address: str) -> None:
    client = DataverseClient("https://sandbox.invalid", AnyToken())
    client._base_url = address
    queries(client)
    tables(client)

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

    refusals(client, one)

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
