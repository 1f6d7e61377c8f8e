import os

os.environ["PYTHONHTTPSVERIFY"] = "0"  # want: tls-no-verify
os.environ["PYTHONHTTPSVERIFY"] = "1"  # fine: tls-no-verify
os.environ["GIT_SSL_NO_VERIFY"] = "true"  # want: tls-no-verify
os.environ["REQUESTS_CA_BUNDLE"] = ""  # fine: tls-no-verify
os.environ["SSL_CERT_FILE"] = ""  # fine: tls-no-verify
