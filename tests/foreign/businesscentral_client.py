"""`pybusinesscentral`, generated from an OpenAPI description, against the emulated service.

Its models are strict: an answer with a field of another type than described is refused by the client itself.
"""

import sys
import uuid

from pybusinesscentral.api.account_api import AccountApi
from pybusinesscentral.api.company_api import CompanyApi
from pybusinesscentral.api.customer_api import CustomerApi
from pybusinesscentral.api.default_api import DefaultApi
from pybusinesscentral.api.dimension_api import DimensionApi
from pybusinesscentral.api.general_ledger_entry_api import GeneralLedgerEntryApi
from pybusinesscentral.api.journal_api import JournalApi
from pybusinesscentral.api.journal_line_api import JournalLineApi
from pybusinesscentral.api.payment_term_api import PaymentTermApi
from pybusinesscentral.api.purchase_invoice_api import PurchaseInvoiceApi
from pybusinesscentral.api.purchase_invoice_line_api import PurchaseInvoiceLineApi
from pybusinesscentral.api.sales_credit_memo_api import SalesCreditMemoApi
from pybusinesscentral.api.sales_credit_memo_line_api import SalesCreditMemoLineApi
from pybusinesscentral.api.sales_invoice_api import SalesInvoiceApi
from pybusinesscentral.api.sales_invoice_line_api import SalesInvoiceLineApi
from pybusinesscentral.api.vendor_api import VendorApi
from pybusinesscentral.api_client import ApiClient
from pybusinesscentral.configuration import Configuration
from pybusinesscentral.exceptions import ApiException
from pybusinesscentral.model.post_customer_request import PostCustomerRequest
from pybusinesscentral.model.post_journal_line_for_journal_request import (
    PostJournalLineForJournalRequest as JournalLine,
)
from pybusinesscentral.model.post_journal_request import PostJournalRequest
from pybusinesscentral.model.post_payment_term_request import PostPaymentTermRequest
from pybusinesscentral.model.post_purchase_invoice_line_for_purchase_invoice_request import (
    PostPurchaseInvoiceLineForPurchaseInvoiceRequest as PurchaseLine,
)
from pybusinesscentral.model.post_purchase_invoice_request import PostPurchaseInvoiceRequest
from pybusinesscentral.model.post_sales_credit_memo_line_for_sales_credit_memo_request import (
    PostSalesCreditMemoLineForSalesCreditMemoRequest as MemoLine,
)
from pybusinesscentral.model.post_sales_credit_memo_request import PostSalesCreditMemoRequest
from pybusinesscentral.model.post_sales_invoice_line_for_sales_invoice_request import (
    PostSalesInvoiceLineForSalesInvoiceRequest as Line,
)
from pybusinesscentral.model.post_sales_invoice_request import PostSalesInvoiceRequest
from pybusinesscentral.model.post_vendor_request import PostVendorRequest

JSON = "application/json"


def refused_with(status: int, call) -> None:
    try:
        call()
    except ApiException as error:
        assert error.status == status, error
    else:
        raise AssertionError(f"not refused with {status}")


def vendors(client: ApiClient, company: str) -> None:
    api = VendorApi(client)
    made = api.post_vendor(company, JSON, PostVendorRequest(display_name="Foreign Supplies"))
    assert made.number and api.get_vendor(company, made.id).display_name == "Foreign Supplies"
    changed = api.patch_vendor(company, made.id, JSON, "*", PostVendorRequest(phone_number="2"))
    assert changed.phone_number == "2" and changed.display_name == "Foreign Supplies", changed
    [found] = api.list_vendors(company, filter=f"number eq '{made.number}'").value
    assert found.id == made.id, found
    api.delete_vendor(company, made.id)
    refused_with(404, lambda: api.get_vendor(company, made.id))


def terms(client: ApiClient, company: str) -> None:
    api = PaymentTermApi(client)
    before = len(api.list_payment_terms(company).value)
    assert before > 0
    code = f"F{uuid.uuid4().hex[:6]}".upper()
    made = api.post_payment_term(company, JSON, PostPaymentTermRequest(code=code, display_name="Foreign"))
    refused_with(409, lambda: api.post_payment_term(company, JSON, PostPaymentTermRequest(code=code)))
    changed = api.patch_payment_term(company, made.id, JSON, "*", PostPaymentTermRequest(display_name="Changed"))
    assert (changed.code, changed.display_name) == (code, "Changed"), changed
    assert len(api.list_payment_terms(company).value) == before + 1
    api.delete_payment_term(company, made.id)
    assert len(api.list_payment_terms(company).value) == before


def invoices(client: ApiClient, company: str, customer) -> None:
    api, lines = SalesInvoiceApi(client), SalesInvoiceLineApi(client)
    invoice = api.post_sales_invoice(company, JSON, PostSalesInvoiceRequest(customer_id=customer.id))
    assert invoice.status == "Draft" and invoice.customer_number == customer.number, invoice
    line = lines.post_sales_invoice_line_for_sales_invoice(
        company, invoice.id, JSON, Line(line_type="Comment", description="By a foreign hand")
    )
    [found] = lines.list_sales_invoice_lines_for_sales_invoice(company, invoice.id).value
    assert (found.id, found.description, found.document_id) == (line.id, "By a foreign hand", invoice.id), found
    changed = lines.patch_sales_invoice_line_for_sales_invoice(
        company, invoice.id, line.id, JSON, "*", Line(description="By the same hand")
    )
    assert changed.description == "By the same hand", changed
    one = lines.get_sales_invoice_line_for_sales_invoice(company, invoice.id, line.id)
    assert one.description == "By the same hand", one
    whole = api.get_sales_invoice(company, invoice.id, expand=["salesInvoiceLines"])
    assert [one.id for one in whole.sales_invoice_lines] == [line.id], whole
    changed = api.patch_sales_invoice(
        company, invoice.id, JSON, "*", PostSalesInvoiceRequest(external_document_number="F-1")
    )
    assert changed.external_document_number == "F-1", changed
    mine = api.list_sales_invoices(company, filter=f"customerNumber eq '{customer.number}'", top=3).value
    assert invoice.id in [one.id for one in mine], mine
    lines.delete_sales_invoice_line_for_sales_invoice(company, invoice.id, line.id)
    assert lines.list_sales_invoice_lines_for_sales_invoice(company, invoice.id).value == []
    api.delete_sales_invoice(company, invoice.id)

    # One of the demo's own drafts is posted: it gets another number and takes no more changes.
    drafts = api.list_sales_invoices(company, filter="status eq 'Draft' and totalAmountIncludingTax gt 0", top=1).value
    for draft in drafts:
        api.post_action_sales_invoices(company, draft.id)
        posted = api.get_sales_invoice(company, draft.id)
        assert posted.number != draft.number and posted.status == "Open", posted
        refused_with(400, lambda: api.delete_sales_invoice(company, draft.id))


def ledger(client: ApiClient, company: str) -> None:
    [rent] = AccountApi(client).list_accounts(company, filter="number eq '6100'").value
    [bank] = AccountApi(client).list_accounts(company, filter="number eq '1100'").value
    assert (rent.category, bank.category) == ("Expense", "Assets"), (rent, bank)
    journals, lines = JournalApi(client), JournalLineApi(client)
    code = f"J{uuid.uuid4().hex[:6]}".upper()
    journal = journals.post_journal(company, JSON, PostJournalRequest(code=code, display_name="Foreign"))
    refused_with(400, lambda: journals.post_action_journals(company, journal.id))
    for account, amount in ((rent, 12.5), (bank, -12.5)):
        line = JournalLine(account_id=account.id, amount=amount, document_number=code, description="By a foreign hand")
        made = lines.post_journal_line_for_journal(company, journal.id, JSON, line)
        assert (made.account_number, made.journal_display_name) == (account.number, code), made
    assert len(lines.list_journal_lines_for_journal(company, journal.id).value) == 2
    journals.post_action_journals(company, journal.id)
    assert lines.list_journal_lines_for_journal(company, journal.id).value == []
    entries = GeneralLedgerEntryApi(client)
    mine = f"documentNumber eq '{code}'"
    posted = entries.list_general_ledger_entries(company, filter=mine, expand=["account"]).value
    booked = sorted((one.account.number, one.debit_amount, one.credit_amount) for one in posted)
    assert booked == [("1100", 0, 12.5), ("6100", 12.5, 0)], booked
    found = DimensionApi(client).list_dimensions(company, expand=["dimensionValues"]).value
    assert found and all(one.dimension_values for one in found), found
    assert DimensionApi(client).get_dimension(company, found[0].id).code == found[0].code


def purchases(client: ApiClient, company: str, customer) -> None:
    vendor = VendorApi(client).post_vendor(company, JSON, PostVendorRequest(display_name="Foreign Paper"))
    api, lines = PurchaseInvoiceApi(client), PurchaseInvoiceLineApi(client)
    invoice = api.post_purchase_invoice(company, JSON, PostPurchaseInvoiceRequest(vendor_id=vendor.id))
    assert (invoice.vendor_name, invoice.status) == ("Foreign Paper", "Draft"), invoice
    [rent] = AccountApi(client).list_accounts(company, filter="number eq '6100'").value
    line = PurchaseLine(line_type="Account", account_id=rent.id, quantity=2, unit_cost=3.5)
    lines.post_purchase_invoice_line_for_purchase_invoice(company, invoice.id, JSON, line)
    assert api.get_purchase_invoice(company, invoice.id).total_amount_including_tax == 7
    api.post_action_purchase_invoices(company, invoice.id)
    posted = api.get_purchase_invoice(company, invoice.id)
    assert posted.status == "Open" and posted.number != invoice.number, posted

    api, lines = SalesCreditMemoApi(client), SalesCreditMemoLineApi(client)
    memo = api.post_sales_credit_memo(company, JSON, PostSalesCreditMemoRequest(customer_id=customer.id))
    line = MemoLine(line_type="Account", account_id=rent.id, quantity=1, unit_price=2)
    lines.post_sales_credit_memo_line_for_sales_credit_memo(company, memo.id, JSON, line)
    [found] = lines.list_sales_credit_memo_lines_for_sales_credit_memo(company, memo.id).value
    assert found.amount_including_tax == 2, found
    api.post_action_sales_credit_memos(company, memo.id)
    assert api.get_sales_credit_memo(company, memo.id).status == "Open"


def main(address: str) -> None:
    with ApiClient(Configuration(host=address, access_token="any")) as client:
        company = CompanyApi(client).list_companies().value[0]
        assert company.name, company
        assert CompanyApi(client).get_company(company.id).name == company.name
        assert DefaultApi(client).get_general_ledger_setup(company.id).value[0].local_currency_code

        customers = CustomerApi(client)
        page = customers.list_customers(company.id, top=5, filter="number ne ''", select=["id", "number"])
        assert 0 < len(page.value) <= 5, page
        whole = customers.list_customers(company.id, expand=["paymentTerm"])
        assert len(whole.value) > 5, whole

        made = customers.post_customer(company.id, JSON, PostCustomerRequest(display_name="Foreign Ltd"))
        assert made.id and made.display_name == "Foreign Ltd", made
        assert customers.get_customer(company.id, made.id).number == made.number
        changed = customers.patch_customer(company.id, made.id, JSON, "*", PostCustomerRequest(phone_number="1"))
        assert changed.phone_number == "1", changed
        stale = 'W/"JzE5Ozc2Mzg5MzU4NjE1NTE1MTYyNzAxOzAwOyc="'
        refused_with(
            409,
            lambda: customers.patch_customer(company.id, made.id, JSON, stale, PostCustomerRequest(phone_number="2")),
        )
        customers.delete_customer(company.id, made.id)
        refused_with(404, lambda: customers.get_customer(company.id, made.id))

        vendors(client, company.id)
        terms(client, company.id)
        invoices(client, company.id, page.value[0])
        ledger(client, company.id)
        purchases(client, company.id, page.value[0])
    print("pybusinesscentral: all well")


if __name__ == "__main__":
    main(sys.argv[1])
