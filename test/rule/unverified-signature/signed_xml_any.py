from signxml import XMLVerifier


def read(data, certificate):
    a = XMLVerifier().verify(data, require_x509=False, ca_pem_file=None)  # want: unverified-signature
    b = XMLVerifier().verify(data, x509_cert=certificate)  # fine: unverified-signature
    return a, b
