from onelogin.saml2.auth import OneLogin_Saml2_Auth


def lax(request, sp, idp):
    return OneLogin_Saml2_Auth(request, {"strict": False, "sp": sp, "idp": idp})  # want: unverified-signature


def strict(request, sp, idp):
    return OneLogin_Saml2_Auth(request, {"strict": True, "sp": sp, "idp": idp})  # fine: unverified-signature


parser = {"strict": False, "lines": 3}  # fine: unverified-signature
