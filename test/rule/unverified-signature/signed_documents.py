import signxml
from signxml import SignatureConfiguration, XMLVerifier


def anybody(document):
    return XMLVerifier().verify(document, require_x509=False).signed_xml  # want: unverified-signature


def anybody_later(root):
    verifier = signxml.XMLVerifier()
    return verifier.verify(root, require_x509=False)  # want: unverified-signature


def partner(document, cert):
    return XMLVerifier().verify(document, x509_cert=cert).signed_xml  # fine: unverified-signature


def shared_key(document, key):
    return XMLVerifier().verify(document, require_x509=False, hmac_key=key).signed_xml  # fine: unverified-signature


def by_configuration(document):
    return XMLVerifier().verify(document, expect_config=SignatureConfiguration(require_x509=False))  # want: unverified-signature


def by_configuration_named(document):
    loose = SignatureConfiguration(require_x509=False)
    return XMLVerifier().verify(document, expect_config=loose)  # want: unverified-signature


def by_configuration_and_key(document, key):
    loose = SignatureConfiguration(require_x509=False)
    return XMLVerifier().verify(document, hmac_key=key, expect_config=loose)  # fine: unverified-signature


def by_configuration_in_full(document):
    return XMLVerifier().verify(document, expect_config=SignatureConfiguration(location="."))  # fine: unverified-signature


def by_resolver(document, resolver):
    return XMLVerifier().verify(document, require_x509=False, cert_resolver=resolver)  # fine: unverified-signature
