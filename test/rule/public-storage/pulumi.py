import pulumi_aws as aws
import troposphere.s3

aws.s3.Bucket("a", acl="public-read")  # want: public-storage
aws.s3.Bucket("b", acl="private")  # fine: public-storage
troposphere.s3.Bucket("c", AccessControl="PublicRead")  # want: public-storage
troposphere.s3.Bucket("d", AccessControl="Private")  # fine: public-storage
