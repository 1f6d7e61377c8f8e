import ssl
from OpenSSL import SSL
a = ssl.SSLContext(ssl.PROTOCOL_TLSv1_1)  # want: tls-old-version
b = SSL.Context(SSL.TLSv1_METHOD)  # want: tls-old-version
c = ssl.create_default_context()  # fine: tls-old-version
c.minimum_version = ssl.TLSVersion.TLSv1  # want: tls-old-version
d = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # fine: tls-old-version
e = SSL.Context(SSL.TLS_METHOD)  # fine: tls-old-version
f = ssl.create_default_context()  # fine: tls-old-version
f.minimum_version = ssl.TLSVersion.TLSv1_3  # fine: tls-old-version
