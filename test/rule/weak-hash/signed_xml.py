import xmlsec
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Known
from onelogin.saml2.utils import OneLogin_Saml2_Utils


def sign(node, key, cert):
    xmlsec.template.create(node, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA1)  # want: weak-hash
    xmlsec.template.create(node, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)  # fine: weak-hash
    xmlsec.template.add_reference(node, xmlsec.Transform.SHA1)  # want: weak-hash
    xmlsec.template.add_reference(node, xmlsec.Transform.SHA256)  # fine: weak-hash
    OneLogin_Saml2_Utils.add_sign(node, key, cert, sign_algorithm=Known.RSA_SHA1)  # want: weak-hash
    OneLogin_Saml2_Utils.add_sign(node, key, cert, sign_algorithm=Known.RSA_SHA256)  # fine: weak-hash
