"""`dataverse-api`, which asks for tables, keys, messages and relationships before it writes, without a patch."""

import sys
import uuid

import requests
from dataverse_api import DataverseClient


def main(address: str) -> None:
    session = requests.Session()
    session.headers["Authorization"] = "Bearer any"
    client = DataverseClient(session, f"{address}/")
    definition = client.get_entity_definition("account")
    assert definition.schema_name.lower() == "account", definition
    assert 1033 in client.get_language_codes()

    contacts = client.entity("contact")
    assert contacts.entity_set_name == "contacts" and contacts.primary_id_attr == "contactid"
    assert contacts.supports_create_multiple and contacts.supports_update_multiple
    mark = uuid.uuid4().hex[:8]
    people = [{"lastname": f"Api {mark} {n}", "firstname": "x"} for n in range(12)]
    for mode, some in (("individual", people[:2]), ("batch", people[2:7]), ("multiple", people[7:])):
        contacts.create(some, mode=mode)
    rows = contacts.read(select=["lastname"], filter=f"startswith(lastname,'Api {mark}')", page_size=5, order_by="lastname")
    assert len({row["contactid"] for row in rows}) == 12, len(rows)
    shown = contacts.read(top=1, select=["preferredcontactmethodcode"], return_formatted_values=True)
    assert any("FormattedValue" in name for name in shown[0]), shown
    again = [{"contactid": row["contactid"], "firstname": "y"} for row in rows]
    contacts.upsert(again[:3], mode="individual")
    contacts.upsert(again[3:], mode="batch")
    rows = contacts.read(select=["firstname"], filter=f"startswith(lastname,'Api {mark}')")
    assert [row["firstname"] for row in rows] == ["y"] * 12, rows
    contacts.delete(ids=[row["contactid"] for row in rows[:4]], mode="individual")
    contacts.delete(ids=[row["contactid"] for row in rows[4:]], mode="batch")
    assert contacts.read(filter=f"startswith(lastname,'Api {mark}')") == []
    print("dataverse-api: all well")


if __name__ == "__main__":
    main(sys.argv[1])
