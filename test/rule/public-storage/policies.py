from aws_cdk import aws_s3 as s3


def stack(scope):
    s3.Bucket(scope, "a", block_public_access=s3.BlockPublicAccess.BLOCK_ACLS)  # want: public-storage
    s3.Bucket(scope, "b", block_public_access=s3.BlockPublicAccess.BLOCK_ALL)  # fine: public-storage
