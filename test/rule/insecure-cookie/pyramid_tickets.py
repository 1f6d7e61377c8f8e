import os

from pyramid.authentication import AuthTktAuthenticationPolicy, AuthTktCookieHelper
from pyramid.session import SignedCookieSessionFactory

ON = {"secure": True, "httponly": True}

AuthTktAuthenticationPolicy(os.environ["K"], hashalg="sha512", secure=False, http_only=True)  # want: insecure-cookie
AuthTktAuthenticationPolicy(os.environ["K"], hashalg="sha512")  # want: insecure-cookie
AuthTktAuthenticationPolicy(os.environ["K"], hashalg="sha512", secure=True, http_only=True)  # fine: insecure-cookie
SignedCookieSessionFactory(os.environ["K"], secure=True)  # want: insecure-cookie
SignedCookieSessionFactory(os.environ["K"], **ON)  # fine: insecure-cookie
AuthTktCookieHelper(os.environ["K"], secure=True, http_only=True)  # fine: insecure-cookie
SignedCookieSessionFactory(os.environ["K"], "session", None, "/", None, True, True)  # fine: insecure-cookie
SignedCookieSessionFactory(os.environ["K"], "session", None, "/", None, True, False)  # want: insecure-cookie
AuthTktAuthenticationPolicy(os.environ["K"], None, "t", True, False, None, None, None, "/", True)  # fine: insecure-cookie
