import boto3
from distributed.security import Security

boto3.client("s3", use_ssl=False)  # want: cleartext-transport
boto3.client("s3", use_ssl=False, endpoint_url="http://localhost:4566")  # fine: cleartext-transport
boto3.client("s3")  # fine: cleartext-transport
Security(tls_ca_file="ca.pem", require_encryption=False)  # want: cleartext-transport
Security(tls_ca_file="ca.pem", require_encryption=True)  # fine: cleartext-transport
