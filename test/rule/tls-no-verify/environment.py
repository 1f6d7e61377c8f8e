import os

os.environ["PYTHONHTTPSVERIFY"] = "0"  # want: tls-no-verify
os.environ.setdefault("PYTHONHTTPSVERIFY", "1")  # fine: tls-no-verify
os.environ["CURL_CA_BUNDLE"] = ""  # want: tls-no-verify
os.environ["REQUESTS_CA_BUNDLE"] = "/etc/ssl/ca.pem"  # fine: tls-no-verify
