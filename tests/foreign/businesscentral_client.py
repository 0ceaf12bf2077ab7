"""`pybusinesscentral`, generated from an OpenAPI description, against the emulated service.

Its models are strict: an answer with a field of another type than described is refused by the client itself.
"""

import sys

from pybusinesscentral.api.company_api import CompanyApi
from pybusinesscentral.api.customer_api import CustomerApi
from pybusinesscentral.api.payment_term_api import PaymentTermApi
from pybusinesscentral.api.sales_invoice_api import SalesInvoiceApi
from pybusinesscentral.api.vendor_api import VendorApi
from pybusinesscentral.api_client import ApiClient
from pybusinesscentral.configuration import Configuration
from pybusinesscentral.exceptions import ApiException
from pybusinesscentral.model.post_customer_request import PostCustomerRequest
from pybusinesscentral.model.post_vendor_request import PostVendorRequest

JSON = "application/json"


def refused_with(status: int, call) -> None:
    try:
        call()
    except ApiException as error:
        assert error.status == status, error
    else:
        raise AssertionError(f"not refused with {status}")


def main(address: str) -> None:
    with ApiClient(Configuration(host=address, access_token="any")) as client:
        company = CompanyApi(client).list_companies().value[0]
        assert company.name, company

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

        vendors = VendorApi(client)
        vendor = vendors.post_vendor(company.id, JSON, PostVendorRequest(display_name="Foreign Supplies"))
        assert vendors.get_vendor(company.id, vendor.id).display_name == "Foreign Supplies"
        assert vendors.list_vendors(company.id).value
        assert PaymentTermApi(client).list_payment_terms(company.id).value
        assert SalesInvoiceApi(client).list_sales_invoices(company.id).value is not None
    print("pybusinesscentral: all well")


if __name__ == "__main__":
    main(sys.argv[1])
