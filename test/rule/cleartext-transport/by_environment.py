import os

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # want: cleartext-transport
os.environ.setdefault("OAUTHLIB_INSECURE_TRANSPORT", "1")  # want: cleartext-transport
os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"  # fine: cleartext-transport
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "0"  # fine: cleartext-transport
