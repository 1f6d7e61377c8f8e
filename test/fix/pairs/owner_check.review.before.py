class AccessDenied(Exception):
    pass

INVOICES = {1: {"owner": "ann", "total": 10}, 2: {"owner": "bob", "total": 20}}

def get_invoice(user, invoice_id):
    """Return the invoice of this user; AccessDenied for others."""
    invoice = INVOICES.get(invoice_id)
    if invoice is None:
        return None
    return invoice
