import boto3
from azure.storage.blob import BlobServiceClient, PublicAccess
from google.cloud import storage

s3 = boto3.client("s3")
s3.put_bucket_acl(Bucket="site", ACL="public-read")                      # want: public-storage
s3.put_bucket_acl(Bucket="site", ACL="private")                          # fine: public-storage
s3.create_bucket(Bucket="drop", ACL="public-read-write")                 # want: public-storage
s3.put_object(Bucket="site", Key="a", Body=b"", ACL="public-read-write") # want: public-storage
s3.put_object(Bucket="site", Key="a", Body=b"", ACL="bucket-owner-full-control")   # fine: public-storage
s3.upload_file("a", "site", "a", ExtraArgs={"ACL": "public-read", "ContentType": "text/css"})   # want: public-storage
s3.upload_file("a", "site", "a", ExtraArgs={"ContentType": "text/css"})  # fine: public-storage
s3.put_public_access_block(                                              # want: public-storage
    Bucket="site", PublicAccessBlockConfiguration={"BlockPublicAcls": True, "BlockPublicPolicy": False})
s3.put_public_access_block(                                              # fine: public-storage
    Bucket="site", PublicAccessBlockConfiguration={"BlockPublicAcls": True, "BlockPublicPolicy": True})


class Publisher:
    def __init__(self, client):
        self.s3 = boto3.resource("s3")
        self.client = client

    def publish(self, key):
        self.s3.Object("site", key).Acl().put(ACL="public-read")         # want: public-storage
        self.client.put_object(Bucket="b", Key=key, ACL="public-read")   # want: public-storage
        self.client.put_object(Bucket="b", Key=key)                      # fine: public-storage


def elsewhere(account):
    bucket = storage.Client().bucket("b")
    bucket.make_public()                                                 # want: public-storage
    bucket.blob("x").make_private()                                      # fine: public-storage
    blobs = BlobServiceClient.from_connection_string(account)
    blobs.create_container("c")                                          # fine: public-storage
