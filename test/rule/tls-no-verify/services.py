import ssl

import websocket
from kubernetes import client

websocket.create_connection("wss://example.org/ws", sslopt={"cert_reqs": ssl.CERT_NONE})  # want: tls-no-verify
websocket.create_connection("wss://example.org/ws", sslopt={"cert_reqs": ssl.CERT_REQUIRED})  # fine: tls-no-verify
configuration = client.Configuration()
configuration.verify_ssl = False  # want: tls-no-verify
configuration.verify_ssl = True  # fine: tls-no-verify
