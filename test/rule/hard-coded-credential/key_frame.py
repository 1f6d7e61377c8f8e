# The frame of a key shows what the form looks like; a key has the key in it.
HELP = (
    "Paste the private key with the certificate, in this form:\n"
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n"
    "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n"
)
KEY = (
    "-----BEGIN PRIVATE KEY-----\n"  # want: hard-coded-credential
    "MC4CAQAwBQYDK2VwBCIEIKmFbmVwZxq0cXrUeW1sYXJnZXJ0aGFudGhpc29uZTQ5\n"
    "-----END PRIVATE KEY-----\n"
)
