import signxml
from signxml import XMLVerifier


def anybody(document):
    return XMLVerifier().verify(document, require_x509=False).signed_xml  # want: unverified-signature


def anybody_later(root):
    verifier = signxml.XMLVerifier()
    return verifier.verify(root, require_x509=False)  # want: unverified-signature


def partner(document, cert):
    return XMLVerifier().verify(document, x509_cert=cert).signed_xml  # fine: unverified-signature


def shared_key(document, key):
    return XMLVerifier().verify(document, require_x509=False, hmac_key=key).signed_xml  # fine: unverified-signature
