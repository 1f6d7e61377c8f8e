import cgi
import os
import ssl
import tempfile
import crypt
def a(path):
    return os.popen2("ls")  # want: obsolete-function
def b(sock):
    return ssl.wrap_socket(sock)  # want: obsolete-function
def c():
    return cgi.escape("<")  # want: obsolete-function
def d(sock):
    return ssl.create_default_context().wrap_socket(sock)  # fine: obsolete-function
def e():
    import html
    return html.escape("<")  # fine: obsolete-function
def f():
    return tempfile.mkdtemp()  # fine: obsolete-function
