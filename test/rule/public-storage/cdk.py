import aws_cdk as cdk
from aws_cdk import aws_s3, aws_s3_deployment
from aws_cdk.aws_s3 import BlockPublicAccess, Bucket, BucketAccessControl

OPEN = BucketAccessControl.PUBLIC_READ_WRITE
NOT_ALL = BlockPublicAccess(block_public_acls=True, block_public_policy=False)   # want: public-storage


class Files(cdk.Stack):
    def __init__(self, scope, name):
        super().__init__(scope, name)
        aws_s3.Bucket(self, "A", public_read_access=True)                # want: public-storage
        Bucket(self, "B", access_control=OPEN)                           # want: public-storage
        Bucket(self, "C", **{"public_read_access": True})                # want: public-storage
        bucket = Bucket(self, "D", block_public_access=NOT_ALL)
        bucket.grant_public_access()                                     # want: public-storage
        bucket.grant_read(self.role)                                     # fine: public-storage
        Bucket(self, "E", public_read_access=False)                      # fine: public-storage
        Bucket(self, "F", access_control=BucketAccessControl.LOG_DELIVERY_WRITE)   # fine: public-storage
        Bucket(self, "G", block_public_access=BlockPublicAccess.BLOCK_ALL)         # fine: public-storage
        BlockPublicAccess(block_public_acls=True, block_public_policy=True)        # fine: public-storage
        aws_s3.CfnBucket(self, "H", access_control="PublicRead")         # want: public-storage
